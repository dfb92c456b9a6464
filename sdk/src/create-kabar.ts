import { createAccountEvents } from './resources/account-events.ts';
import { createAccountSecurity } from './resources/account-security.ts';
import { createApiKeys, createIpAllowlist, createLeakedKeys } from './resources/api-keys.ts';
import { createAssignmentRules } from './resources/assignment-rules.ts';
import { createAudit } from './resources/audit.ts';
import { createAuth } from './resources/auth.ts';
import { createAutomaticReplies } from './resources/automatic-replies.ts';
import { createBackups } from './resources/backups.ts';
import { createBrowserChoice, createUsageStatistics } from './resources/browser-choice.ts';
import { createBulkActions } from './resources/bulk-actions.ts';
import { createBusinessTransfers } from './resources/business-transfers.ts';
import { createConsents } from './resources/consents.ts';
import { createContactForm } from './resources/contact-form.ts';
import { createAttributes, createSegments, createStages, createTags } from './resources/contact-record.ts';
import { createContacts } from './resources/contacts.ts';
import { createConversations } from './resources/conversations.ts';
import { createCrashReports } from './resources/crash-reports.ts';
import { createDataMap } from './resources/data-map.ts';
import { createDeliveries } from './resources/deliveries.ts';
import { createDisclosures } from './resources/disclosures.ts';
import { createErasures } from './resources/erasures.ts';
import { createIncidents, createOperatorIncidents } from './resources/incidents.ts';
import { createInvitations } from './resources/invitations.ts';
import { createMe } from './resources/me.ts';
import { createMedia } from './resources/media.ts';
import { createMemberPresence } from './resources/member-presence.ts';
import { createMembers } from './resources/members.ts';
import { createMessages } from './resources/messages.ts';
import { createNotes } from './resources/notes.ts';
import { createNotices, createOperatorNotices } from './resources/notices.ts';
import { createNotifications } from './resources/notifications.ts';
import { createNumbers } from './resources/numbers.ts';
import { createPersonImports } from './resources/person-imports.ts';
import { createPresence } from './resources/presence.ts';
import { createPrivacyRequests } from './resources/privacy-requests.ts';
import { createOperatorPromises, createPromises } from './resources/promises.ts';
import { createPublicPages, createPublicPageSettings } from './resources/public-pages.ts';
import { createRecipients } from './resources/recipients.ts';
import { createReports } from './resources/reports.ts';
import { createRequestLog, createUsage } from './resources/request-log.ts';
import { createRetention } from './resources/retention.ts';
import { createRoles } from './resources/roles.ts';
import { createSavedReplies } from './resources/saved-replies.ts';
import { createSearch } from './resources/search.ts';
import { createSatisfaction, createServiceLevels } from './resources/service-levels.ts';
import { createSigningKey } from './resources/signing-key.ts';
import { createSingleSignOn } from './resources/single-sign-on.ts';
import { createOperatorSupport, createSupportAccess } from './resources/support-access.ts';
import { createTeams } from './resources/teams.ts';
import { createTemplateDrafts } from './resources/template-drafts.ts';
import { createTemplates } from './resources/templates.ts';
import { createTranscripts } from './resources/transcripts.ts';
import { createExports, createImports } from './resources/transfers.ts';
import { createViews } from './resources/views.ts';
import { createWebhookListeners } from './resources/webhook-listeners.ts';
import { createWebhookDeliveries, createWebhookEndpoints } from './resources/webhooks.ts';
import { createWorkingHours } from './resources/working-hours.ts';
import { createWorkspaces } from './resources/workspaces.ts';
import { DEFAULT_RETRY, type RetryPolicy } from './retry.ts';
import { streamEvents, type StreamOptions } from './stream-events.ts';
import { createTransport } from './transport.ts';

/** How to reach Kabar and as whom. */
export type KabarOptions = {
  /** Address of the server, e.g. `https://kabar.example.com`. May be left out in a browser: then the page's own origin. */
  baseUrl?: string | undefined;
  /** API key (`kabar_live_…`). It implies the workspace. Never put one into a web page. */
  apiKey?: string | undefined;
  /** Workspace (`wsp_…`) that a signed-in person works in. Not needed with an API key. */
  workspaceId?: string | undefined;
  /** Whether the browser sends cookies; `include` when the dashboard is served from another origin. */
  credentials?: 'omit' | 'same-origin' | 'include' | undefined;
  /** Replaces the global `fetch`. */
  fetch?: typeof fetch | undefined;
  /** Longest wait for one attempt, in milliseconds. Default 30,000. */
  timeoutMs?: number | undefined;
  /** How failed calls are tried again. Default: up to 3 more times with growing pauses. */
  retry?: Partial<RetryPolicy> | undefined;
};

const defaultTimeoutMs = 30_000;

/** The client. Every call takes `{ signal, timeoutMs }` last and rejects with `KabarError`. */
export type Kabar = ReturnType<typeof createKabar>;

/**
 * Makes a client of a Kabar server. It keeps no connection and no state, so one per program is enough and many do no harm.
 *
 * Errors: throws `TypeError` when there is no usable address.
 */
export function createKabar(options: KabarOptions = {}) {
  const given = options.fetch;
  const http = createTransport({
    baseUrl: baseUrlOf(options.baseUrl),
    apiKey: options.apiKey,
    workspaceId: options.workspaceId,
    credentials: options.credentials,
    // Browsers refuse to run fetch as a method of another object.
    fetch: (input, init) => (given ?? globalThis.fetch)(input, init),
    timeoutMs: options.timeoutMs ?? defaultTimeoutMs,
    retry: { ...DEFAULT_RETRY, ...options.retry },
  });
  return {
    auth: createAuth(http),
    me: createMe(http),
    accountSecurity: createAccountSecurity(http),
    workspaces: createWorkspaces(http),
    singleSignOn: createSingleSignOn(http),
    members: createMembers(http),
    businessTransfers: createBusinessTransfers(http),
    disclosures: createDisclosures(http),
    incidents: createIncidents(http),
    operatorIncidents: createOperatorIncidents(http),
    invitations: createInvitations(http),
    apiKeys: createApiKeys(http),
    ipAllowlist: createIpAllowlist(http),
    leakedKeys: createLeakedKeys(http),
    requestLog: createRequestLog(http),
    usage: createUsage(http),
    numbers: createNumbers(http),
    accountEvents: createAccountEvents(http),
    messages: createMessages(http),
    conversations: createConversations(http),
    notes: createNotes(http),
    presence: createPresence(http),
    transcripts: createTranscripts(http),
    savedReplies: createSavedReplies(http),
    notifications: createNotifications(http),
    views: createViews(http),
    bulkActions: createBulkActions(http),
    roles: createRoles(http),
    teams: createTeams(http),
    contacts: createContacts(http),
    contactForm: createContactForm(http),
    retention: createRetention(http),
    workingHours: createWorkingHours(http),
    automaticReplies: createAutomaticReplies(http),
    assignmentRules: createAssignmentRules(http),
    memberPresence: createMemberPresence(http),
    serviceLevels: createServiceLevels(http),
    satisfaction: createSatisfaction(http),
    attributes: createAttributes(http),
    stages: createStages(http),
    tags: createTags(http),
    segments: createSegments(http),
    imports: createImports(http),
    personImports: createPersonImports(http),
    exports: createExports(http),
    erasures: createErasures(http),
    consents: createConsents(http),
    backups: createBackups(http),
    recipients: createRecipients(http),
    dataMap: createDataMap(http),
    promises: createPromises(http),
    operatorPromises: createOperatorPromises(http),
    notices: createNotices(http),
    operatorNotices: createOperatorNotices(http),
    privacyRequests: createPrivacyRequests(http),
    reports: createReports(http),
    search: createSearch(http),
    templates: createTemplates(http),
    templateDrafts: createTemplateDrafts(http),
    media: createMedia(http),
    deliveries: createDeliveries(http),
    webhookEndpoints: createWebhookEndpoints(http),
    webhookDeliveries: createWebhookDeliveries(http),
    webhookListeners: createWebhookListeners(http),
    crashReports: createCrashReports(http),
    audit: createAudit(http),
    supportAccess: createSupportAccess(http),
    operatorSupport: createOperatorSupport(http),
    signingKey: createSigningKey(http),
    browserChoice: createBrowserChoice(http),
    usageStatistics: createUsageStatistics(http),
    publicPages: createPublicPages(http),
    publicPageSettings: createPublicPageSettings(http),
    events: {
      /** The workspace's live events; reconnects and resumes by itself until `signal` ends it. See `StreamItem`. */
      stream: (streamOptions?: StreamOptions) => streamEvents(http, streamOptions),
    },
  };
}

function baseUrlOf(baseUrl: string | undefined): string {
  const trimmed = (baseUrl ?? '').replace(/\/+$/, '');
  const inPage = 'document' in globalThis;
  if (trimmed === '' && !inPage) throw new TypeError('createKabar needs a baseUrl outside a browser, e.g. "https://kabar.example.com"');
  if (trimmed !== '' && !trimmed.startsWith('/') && !URL.canParse(trimmed)) throw new TypeError(`baseUrl is not an address: ${trimmed}`);
  return trimmed;
}
