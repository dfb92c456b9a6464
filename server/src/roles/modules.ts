import { join } from 'node:path';
import type { ApiKeysContext } from '#modules/api-keys';
import { assignmentRoutes, createAssignmentEngine } from '#modules/assignment';
import { automaticReplyRoutes, createAwayAnswers } from '#modules/automatic-replies';
import type { FitRows } from '#modules/backups';
import { confirmJob, consentJobs, consentRoutes, createSettingsMemory, hearConsents } from '#modules/consent';
import type { ConsentContext } from '#modules/consent';
import { contactJobs, contactRoutes, createPeopleCache, followContactChanges } from '#modules/contacts';
import type { ContactsContext, PeopleDeps } from '#modules/contacts';
import {
  appendEntries,
  conversationJobs,
  conversationRoutes,
  createEventScreen,
  createPresenceSweeper,
  createSnoozeWaker,
  noteRoutes,
  presenceRoutes,
  releaseTeam,
  requireConversation,
  requireVisibleMedia,
} from '#modules/conversations';
import type { InboxContext } from '#modules/conversations';
import type { ErasureContext } from '#modules/erasure';
import { exportsJobs, exportsRoutes } from '#modules/exports';
import { importsJobs, importsRoutes } from '#modules/imports';
import type { ImportsContext } from '#modules/imports';
import { createIntake, maintainIntake } from '#modules/intake';
import { keyringRoutes } from '#modules/keyring';
import {
  createMediaFetcher,
  createScanner,
  ensureMedia,
  findMedia,
  mediaJobs,
  mediaRoutes,
  openSample,
  registerInbound,
  storeFileOf,
  useSample,
} from '#modules/media';
import type { MediaContext } from '#modules/media';
import { memberRolesRoutes } from '#modules/member-roles';
import { createSending, createThreadMemory, listMessages, messageRoutes } from '#modules/messages';
import { sendAutomatic, summarizeMessages, wamidOf, type AutomaticMessage } from '#modules/messages';
import { createSignUpTerms } from '#modules/notices';
import { notificationsJobs, notificationsRoutes } from '#modules/notifications';
import type { NotificationsContext } from '#modules/notifications';
import { applyAccountEvents, createConnections, numbersJobs, numbersRoutes, recordWebhooks } from '#modules/numbers';
import type { NumbersContext } from '#modules/numbers';
import { personImportsJobs, personImportsRoutes, type PersonImportsContext } from '#modules/person-imports';
import { savedRepliesRoutes } from '#modules/saved-replies';
import { createSearchEngine, searchJobs, searchRoutes } from '#modules/search';
import { createEpisodeEngine, serviceLevelRoutes } from '#modules/service-levels';
import { contactVisibleWhere, createViewers, teamsRoutes, viewerName, visibleWhere } from '#modules/teams';
import type { TeamsContext } from '#modules/teams';
import { applyTemplateChanges, syncTemplatesOfAccount, templatesJobs, templatesRoutes } from '#modules/templates';
import type { TemplatesContext } from '#modules/templates';
import { createUsers, securityRoutes, usersJobs, usersRoutes } from '#modules/users';
import type { UsersContext } from '#modules/users';
import { workingHoursRoutes } from '#modules/working-hours';
import { getWorkspace, workspacesRoutes } from '#modules/workspaces';
import type { WorkspacesContext } from '#modules/workspaces';
import { createEgress } from '#platform/egress/egress';
import { authorizationChanges } from '#platform/events/authorization-change';
import type { Authenticator, WorkspaceActor } from '#platform/http/actor';
import type { RequestRecord } from '#platform/http/request-record';
import type { Route } from '#platform/http/route';
import type { EventScreen } from '#platform/http/stream-route';
import type { SupportGuard } from '#platform/http/support-act';
import type { BoundJob } from '#platform/jobs/job';
import { createSealedStorage } from '#platform/storage/sealed-storage';
import { createCloudDriver } from '#whatsapp/cloud/driver';
import { withBodyLimit } from './body-limit.ts';
import { composeGraph } from './compose-graph.ts';
import { composeKeys } from './compose-keys.ts';
import { composeMembers } from './compose-members.ts';
import { composeSingleSignOn } from './compose-single-sign-on.ts';
import { composeSupport } from './compose-support.ts';
import { composeTranscripts } from './compose-transcripts.ts';
import { composeWebhooks } from './compose-webhooks.ts';
import type { Context } from './context.ts';
import type { EmulatorAddresses } from './emulator-process.ts';
import { composeExports } from './exports-context.ts';
import type { Part } from './lifecycle.ts';
import { createMediaStorage } from './media-storage.ts';
import { createMergeHands } from './merge-hands.ts';
import { phoneRoute } from './phone-route.ts';
import { composePrivacyOffice } from './privacy-office.ts';
import { sayConfirmation } from './say-confirmation.ts';
import { openBreachedList, usersConfig } from './users-config.ts';

/** What is known about the world around the process once it has its port. */
export type Surroundings = {
  /** Address of this installation as browsers and Meta see it, without a slash at the end. */
  publicUrl: string;
  emulator: EmulatorAddresses | null;
  /**
   * Erases again, in a restored database at this address, everybody who was erased; gives how many people. Absent where nothing is restored: a drill cannot be green
   * then.
   */
  replayErasures?: (databaseUrl: string) => Promise<number>;
  /** Brings hashes in a restored database under the index keys of today; only a server tries backups out. */
  raiseHashes?: (databaseUrl: string) => Promise<FitRows>;
};

/** All modules, joined. Nothing runs yet. */
export type Modules = {
  routes: Route[];
  jobs: BoundJob[];
  /** Run in every process. */
  parts: Part[];
  /** Run where work is done. */
  engines: Part[];
  authenticator: Authenticator;
  /** Records what operators do in workspaces that let them in. */
  support: SupportGuard;
  /** Takes each answered request, for the log of its workspace. */
  recordRequest(request: RequestRecord): void;
  /** Ends the streams that modules hold open, which requests under way would else be waited for. */
  closeStreams(): void;
  /** Which live events members with limited sight hear. */
  eventScreen: EventScreen;
  /** Done once at start where work is done, before anything of it runs. */
  prepare(): Promise<void>;
  /** For the first set-up of an installation. */
  setup: { users: UsersContext; workspaces: WorkspacesContext; apiKeys: ApiKeysContext; numbers: NumbersContext };
  /** For restores, which erase again who was erased. */
  erasure: ErasureContext;
};

/** Builds every module on the platform and joins what they offer. The list of modules is this function. */
export async function composeModules(context: Context, surroundings: Surroundings): Promise<Modules> {
  const { config, db, clock, ids, keyring, log, mails, notifications } = context;
  const { publicUrl, emulator } = surroundings;
  const egress = createEgress({ gate: context.gate });
  const provider = createCloudDriver(egress);
  const users = await createUsers(
    {
      db,
      clock,
      ids,
      keyring,
      terms: createSignUpTerms({ db, clock }),
      sendMail: (mail) => mails.post(mail),
      breached: await openBreachedList(config),
    },
    usersConfig(config, publicUrl),
  );
  const { audit } = users;
  const viewers = createViewers({ db, onAuthorizationChange: authorizationChanges(notifications) });
  const teams: TeamsContext = { db, clock, ids, audit, viewers, releaseTeam };
  const keys = composeKeys(context, { users, publicUrl });
  const workspaces = composeMembers(context, { users, apiKeys: keys.apiKeys, teams });
  const { prover } = keys.apiKeys;
  const support = composeSupport(context, { audit, publicUrl, session: keys.authenticator.session });
  const singleSignOn = composeSingleSignOn(context, { users, workspaces });

  const endpoints = () => ({
    graphUrl: config.whatsapp.graphUrl,
    graphVersion: config.whatsapp.graphVersion,
    emulatorUrl: emulator?.url ?? null,
    publicUrl,
  });
  const connections = createConnections({ db, keyring, clock, notifications, endpoints });
  const templates: TemplatesContext = {
    db,
    clock,
    ids,
    log,
    provider,
    connections,
    audit,
    samples: {
      open: (workspaceId, mediaId, signal) => openSample(media, workspaceId, mediaId, signal),
      use: (workspaceId, mediaIds, tx) => useSample(media, workspaceId, mediaIds, tx),
    },
  };
  const numbers: NumbersContext = {
    db,
    clock,
    ids,
    log,
    keyring,
    audit,
    provider,
    egress,
    connections,
    endpoints,
    nameOfWorkspace: async (workspaceId) => (await getWorkspace(workspaces, workspaceId)).name,
    applyTemplateChanges: (tx, workspaceId, changes) => applyTemplateChanges(templates, tx, workspaceId, changes),
    onAccountConnected: async ({ workspaceId, wabaAccountId }) => {
      await syncTemplatesOfAccount(templates, workspaceId, wabaAccountId);
    },
  };
  const mediaStorage = createMediaStorage(config, context.gate);
  const media: MediaContext = {
    db,
    clock,
    ids,
    log,
    keyring,
    notifications,
    storage: createSealedStorage(mediaStorage),
    provider,
    connections,
    audit,
    publicUrl,
    care: {
      scanner: createScanner({ gate: context.gate, clamd: config.media.clamd, command: config.media.scanCommand }),
      scannerAway: config.media.scannerAway,
      quotaBytes: config.media.quotaBytes ?? null,
      unusedAfterMs: config.media.unusedAfterMs,
    },
    requireVisible: async (actor, mediaId) => requireVisibleMedia(db, await viewers.of(actor), actor.workspaceId, mediaId),
  };
  const people: PeopleDeps = { db, keyring, cache: createPeopleCache(), clock, ids };
  const contacts: ContactsContext = {
    ...people,
    log,
    audit,
    jobs: context.jobs,
    provider,
    connectionFor: (workspaceId, numberId) => connections.connectionFor(workspaceId, numberId),
    scopeOf: async (actor) => {
      const viewer = await viewers.of(actor);
      return viewer.kind === 'all'
        ? null
        : {
            contacts: (alias, values) => contactVisibleWhere(viewer, alias, values),
            conversations: (alias, values) => visibleWhere(viewer, alias, values),
          };
    },
    merging: createMergeHands({ keyring, ids }),
  };
  const consent: ConsentContext = {
    ...people,
    audit,
    viewers,
    settings: createSettingsMemory(db),
    appendEntries: (tx, workspaceId, entries) => appendEntries(tx, { ids }, workspaceId, entries),
    orderConfirmation: (tx, order) => context.jobs.enqueue(tx, confirmJob, order),
  };
  const exported = composeExports(contacts, media);
  const imports: ImportsContext = { ...contacts, storage: media.storage, consent };
  const personImports: PersonImportsContext = { ...imports, storeFile: (file) => storeFileOf(media, file) };
  const intake = createIntake({
    ...people,
    log,
    metrics: context.metrics,
    notifications,
    holder: context.holder,
    payloadRetentionDays: config.messages.payloadRetentionDays,
    webhookAccountByKey: (key, isFresh) => connections.webhookAccountByKey(key, isFresh),
    applyAccountEvents: (tx, workspaceId, units) => applyAccountEvents(numbers, tx, workspaceId, units),
    recordWebhooks: (tx, seen, at) => recordWebhooks(numbers, tx, seen, at),
    registerMedia: (tx, files) => registerInbound(media, tx, files),
    hearConsents: (tx, heard) => hearConsents(consent, tx, heard),
  });
  const sending = createSending({
    db,
    clock,
    ids,
    log,
    metrics: context.metrics,
    keyring,
    notifications,
    audit,
    people,
    viewers,
    connections,
    provider,
    holder: context.holder,
    journalFolder: join(config.paths.home, 'journal'),
    reconcileMs: config.messages.reconcileAfterMs,
    findMedia: (workspaceId, mediaIds) => findMedia(media, workspaceId, mediaIds),
    ensureMedia: (workspaceId, numberId, mediaIds) => ensureMedia(media, workspaceId, numberId, mediaIds),
  });
  const reader = { db, keyring, memory: createThreadMemory() };
  const inbox: InboxContext = {
    ...people,
    log,
    jobs: context.jobs,
    connections,
    provider,
    viewers,
    messages: {
      list: (workspaceId, conversationId, query) => listMessages(reader, workspaceId, conversationId, query),
      summaries: (workspaceId, messageIds) => summarizeMessages(reader, workspaceId, messageIds),
      wamidOf: (workspaceId, messageId) => wamidOf(reader, workspaceId, messageId),
    },
  };
  const search = createSearchEngine({ db, keyring, clock, log, metrics: context.metrics, notifications, holder: context.holder });
  const told: NotificationsContext = {
    db,
    clock,
    ids,
    sightOf: async (actor) => {
      const viewer = await viewers.of(actor);
      return { name: viewerName(viewer), where: (alias, values) => visibleWhere(viewer, alias, values) };
    },
  };
  const requireSeen = async (actor: WorkspaceActor, conversationId: string): Promise<void> =>
    requireConversation(db, await viewers.of(actor), actor.workspaceId, conversationId);
  const presence = { db, clock, log, viewers };
  const engineDeps = {
    db,
    clock,
    ids,
    log,
    keyring,
    notifications,
    holder: context.holder,
    send: (message: AutomaticMessage) => sendAutomatic(sending.send, message),
  };
  const stores = { consent, contacts, media, exports: exported, imports, workspaces };
  const settings = { ...surroundings, operators: users.config.operators, sendAutomatic: engineDeps.send };
  const office = composePrivacyOffice(context, { ...stores, ...settings, consent, audit, users, numbers, mediaStorage });
  const webhooks = composeWebhooks(context, { audit, people, numbers, publicUrl });
  let unfollowContacts = (): void => undefined;

  return {
    routes: [
      ...usersRoutes(users),
      ...securityRoutes(users),
      ...workspacesRoutes(workspaces),
      ...singleSignOn.routes,
      ...teamsRoutes(teams),
      ...memberRolesRoutes({ ...workspaces, forgetSight: (workspaceId) => viewers.forget(workspaceId) }),
      ...keys.routes,
      ...support.routes,
      ...keyringRoutes(keyring),
      ...numbersRoutes(numbers),
      ...templatesRoutes(templates),
      ...mediaRoutes(media),
      ...messageRoutes({ send: sending.send, story: { db, clock, keyring }, resolve: { ...audit, db, wake: sending.wake }, viewers }),
      ...contactRoutes(contacts),
      ...importsRoutes(imports),
      ...personImportsRoutes(personImports),
      ...exportsRoutes(exported),
      ...conversationRoutes(inbox),
      ...consentRoutes(consent),
      ...noteRoutes({ db, clock, ids, keyring, audit, viewers }),
      ...presenceRoutes(presence),
      ...notificationsRoutes(told),
      ...savedRepliesRoutes({ db, clock, ids, keyring, audit, requireConversation: requireSeen }),
      ...composeTranscripts(context, { people, audit, publicUrl, requireConversation: requireSeen }),
      ...searchRoutes({ db, keyring, clock, audit, viewerOf: (actor) => viewers.of(actor) }),
      ...workingHoursRoutes({ db, clock, audit }),
      ...assignmentRoutes({ db, clock, ids, audit }),
      ...automaticReplyRoutes({ db, clock, audit }),
      ...serviceLevelRoutes({ db, clock, keyring, audit, requireConversation: requireSeen }),
      ...office.routes,
      ...composeGraph(context, { publicUrl, sending, media, templates, connections, provider, inbox, prover, requireSeen, viewers }),
      ...webhooks.routes,
      ...intake.routes.map((route) => withBodyLimit(route, config.http.webhookBodyLimitBytes)),
      ...phoneRoute(emulator?.url ?? null),
    ],
    jobs: [
      ...usersJobs(users),
      ...keys.jobs,
      ...support.jobs,
      ...singleSignOn.jobs,
      ...numbersJobs(numbers),
      ...templatesJobs(templates),
      ...mediaJobs(media),
      ...contactJobs(contacts),
      ...importsJobs(imports),
      ...personImportsJobs(personImports),
      ...exportsJobs(exported),
      ...consentJobs({
        settings: consent.settings,
        say: sayConfirmation(sending.send),
      }),
      ...conversationJobs(inbox),
      ...notificationsJobs(told),
      ...office.jobs,
      ...webhooks.jobs,
      ...searchJobs({ db, keyring, clock, log }),
      ...intake.jobs,
    ],
    parts: [
      { name: 'viewers', stop: () => viewers.close() },
      { name: 'egress', stop: () => egress.close() },
      { name: 'media_storage', stop: async () => mediaStorage.close() },
      { name: 'connections', stop: () => connections.close() },
      ...keys.parts,
      {
        name: 'people_cache',
        start: () => {
          unfollowContacts = followContactChanges(people.cache, notifications);
        },
        stop: () => unfollowContacts(),
      },
      { name: 'intake_store', stop: () => intake.close() },
      ...office.parts,
      ...webhooks.parts,
      { name: 'message_acceptor', stop: () => sending.close() },
    ],
    engines: [
      createMediaFetcher(media),
      createPresenceSweeper(presence),
      createSnoozeWaker({ db, clock, ids, log }),
      { name: 'dispatcher', start: () => sending.dispatcher.start(), stop: (graceMs) => sending.dispatcher.stop(graceMs) },
      { name: 'intake', start: () => intake.engine.start(), stop: () => intake.engine.stop() },
      createAssignmentEngine(engineDeps),
      createAwayAnswers(engineDeps),
      createEpisodeEngine(engineDeps),
      ...office.engines,
      ...webhooks.engines,
      { name: 'search', start: () => search.start(), stop: () => search.stop() },
    ],
    authenticator: { ...keys.authenticator, session: support.session },
    support: support.guard,
    recordRequest: keys.recordRequest,
    closeStreams: webhooks.closeStreams,
    eventScreen: createEventScreen({ db, viewers }),
    prepare: () => Promise.all([maintainIntake(intake.ctx), keys.prepare()]).then(() => undefined),
    setup: { users, workspaces, apiKeys: keys.apiKeys, numbers },
    erasure: office.erasure,
  };
}
