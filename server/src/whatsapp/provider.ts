import type { Readable } from 'node:stream';
import type { SendBody } from './build-send-body.ts';
import type { ProviderError } from './provider-error.ts';

/** Where and as whom to talk to WhatsApp for one number. `baseUrl` is an origin, `version` like `v26.0`. */
export type Connection = {
  readonly baseUrl: string;
  readonly version: string;
  readonly phoneNumberId: string;
  readonly wabaId: string;
  readonly accessToken: string;
};

/** Choices for one call. */
export type CallOptions = {
  signal?: AbortSignal;
};

/** What customers see of a business on its number. Absent: not told. Texts are plain. */
export type BusinessProfile = {
  about?: string;
  address?: string;
  description?: string;
  email?: string;
  websites?: string[];
  /** Branch in WhatsApp's spelling, e.g. `RETAIL`. */
  vertical?: string;
  /** Address of the picture at WhatsApp's, for a few days. */
  pictureUrl?: string;
};

/** What a change of the profile sets; what is absent stays. `pictureHandle` names an uploaded file. */
export type BusinessProfileChange = Omit<BusinessProfile, 'pictureUrl'> & { pictureHandle?: string };

/** A Meta app with its own credentials, for what belongs to the app and not to an account. */
export type AppConnection = { readonly baseUrl: string; readonly version: string; readonly appId: string; readonly appSecret: string };

/** Choices for one send. */
export type SendOptions = {
  /** Aborting before the first byte leaves is a refusal that may be repeated; afterwards the outcome is unknown. */
  signal: AbortSignal;
  /** Our public message id; comes back in every status of the message. Wins over what the body holds. */
  tag?: string;
  /** Called right before the first byte may leave; until then the message is provably not sent. */
  onBeforeWrite?: () => void;
};

/** Why nobody can say whether WhatsApp took the message. */
export type UnknownCause = 'timed_out' | 'connection_lost' | 'server_error' | 'unreadable_answer';

/**
 * What became of one send. `accepted`: WhatsApp took it (not: delivered). `refused`: it will not be sent; with
 * `error.laterAfterMs` a later try can succeed. `retry`: provably not sent, the same request may be repeated.
 * `unknown`: it may have been sent; never repeat it by itself.
 */
export type SendOutcome =
  | { kind: 'accepted'; wamid: string; waId: string | null; userId: string | null; messageStatus: string | null }
  | { kind: 'refused'; error: ProviderError }
  | { kind: 'retry'; error: ProviderError; afterMs: number | null }
  | { kind: 'unknown'; cause: UnknownCause; httpStatus: number | null; error: ProviderError | null };

/**
 * What became of any other call. `unreachable` is true when no verdict of WhatsApp's came back (network, 5xx, time-out);
 * the words in `error` are safe to show in both cases.
 */
export type CallOutcome<Value> = { ok: true; value: Value } | { ok: false; error: ProviderError; unreachable: boolean };

/** Quality of a number or template in our spelling. */
export type Quality = 'green' | 'yellow' | 'red' | 'unknown';

/** One problem of WhatsApp's own health check. */
export type HealthProblem = { entity: string; code: number | null; title: string; nextStep: string | null };

/** Whether messages can be sent, as WhatsApp's own health check sees it. */
export type HealthFacts = { canSend: 'available' | 'limited' | 'blocked' | 'unknown'; problems: HealthProblem[] };

/** What WhatsApp tells about a number. */
export type NumberFacts = {
  phoneNumberId: string;
  displayPhoneNumber: string;
  verifiedName: string | null;
  /** As WhatsApp names it, e.g. `CONNECTED`; null when not told. */
  metaStatus: string | null;
  quality: Quality;
  /** e.g. `TIER_2K`; null when not told. */
  limitTier: string | null;
  throughputPerSecond: number;
  nameStatus: string | null;
  accountMode: string | null;
  /** True for a number that is also used in the WhatsApp Business app (20 messages a second). */
  isOnBusinessApp: boolean;
  /** False when WhatsApp says the number is not registered for the Cloud API. */
  isRegistered: boolean;
  health: HealthFacts | null;
};

/** What WhatsApp tells about an account. */
export type WabaFacts = { wabaId: string; name: string | null; reviewStatus: string | null; health: HealthFacts | null };

/** What WhatsApp tells about an access token. */
export type TokenFacts = { isValid: boolean; appId: string | null; scopes: string[]; wabaIds: string[] | null; expiresAt: Date | null };

/** One template as WhatsApp lists it, in our spelling. `components` are WhatsApp's own objects, untouched. */
export type TemplateFacts = {
  metaId: string;
  name: string;
  language: string;
  category: 'authentication' | 'marketing' | 'utility' | 'unknown';
  status: string;
  quality: Quality;
  rejectedReason: string | null;
  parameterFormat: 'positional' | 'named';
  components: Record<string, unknown>[];
  /** Null for WhatsApp's own. */
  ttlSeconds: number | null;
};

/** Templates of an account. `isComplete` false: some entries could not be read, so absence means nothing. */
export type TemplateList = { templates: TemplateFacts[]; isComplete: boolean };

/** A template to be handed in. `components` are WhatsApp's own objects; sample files stand in them as handles. */
export type NewTemplate = Pick<TemplateFacts, 'name' | 'language' | 'parameterFormat' | 'components' | 'ttlSeconds'> & {
  category: 'authentication' | 'marketing' | 'utility';
};

/** What an edit changes; what is absent stays. Components are replaced as a whole. */
export type TemplateEdit = Partial<Pick<NewTemplate, 'category' | 'components' | 'parameterFormat'>> & { ttlSeconds?: number };

/** A file to hand to WhatsApp. `open` starts a fresh stream; it is called once. */
export type UploadFile = { mimeType: string; filename: string; sizeBytes: number; open: () => Promise<Readable> };

/** Where a file of a message can be fetched, for a few minutes. `sha256` is hex. */
export type MediaFacts = { mediaId: string; url: string; mimeType: string; sizeBytes: number | null; sha256: string | null };

/** The bytes of a file. The caller reads `body` to its end or destroys it. */
export type MediaDownload = { body: Readable; mimeType: string | null; sizeBytes: number | null };

/** Which of the named people were blocked or unblocked; `user` is as it was given. */
export type BlockResult = { done: string[]; failed: { user: string; error: ProviderError }[] };

/**
 * The port to WhatsApp. A driver never throws for an answer that WhatsApp gave, nor for one that it failed to give; it
 * throws only for defects of ours. No call is repeated inside a driver.
 */
export type Provider = {
  send(connection: Connection, request: SendBody, options: SendOptions): Promise<SendOutcome>;
  /** Blue ticks for `wamid` and everything before it in the conversation. */
  markRead(connection: Connection, wamid: string, options?: CallOptions): Promise<CallOutcome<null>>;
  /** Marks as read and shows "typing…" until the next message, at most 25 seconds. */
  showTyping(connection: Connection, wamid: string, options?: CallOptions): Promise<CallOutcome<null>>;
  uploadMedia(connection: Connection, file: UploadFile, options?: CallOptions): Promise<CallOutcome<{ mediaId: string }>>;
  mediaInfo(connection: Connection, mediaId: string, options?: CallOptions): Promise<CallOutcome<MediaFacts>>;
  /** `url` is from a webhook or `mediaInfo`; addresses that are not WhatsApp's own are refused, since the token goes along. */
  downloadMedia(connection: Connection, url: string, options?: CallOptions): Promise<CallOutcome<MediaDownload>>;
  deleteMedia(connection: Connection, mediaId: string, options?: CallOptions): Promise<CallOutcome<null>>;
  /** Hands a template in for review. */
  createTemplate(
    connection: Connection,
    template: NewTemplate,
    options?: CallOptions,
  ): Promise<CallOutcome<{ metaId: string; status: string; category: TemplateFacts['category'] }>>;
  /** Changes a template, which goes back to review. */
  editTemplate(connection: Connection, metaId: string, edit: TemplateEdit, options?: CallOptions): Promise<CallOutcome<null>>;
  /** Deletes one language of a template (`metaId`), or all languages of the name. */
  deleteTemplate(
    connection: Connection,
    template: { name: string; metaId: string | null },
    options?: CallOptions,
  ): Promise<CallOutcome<null>>;
  /** Ends a pause that does not end by itself. */
  unpauseTemplate(connection: Connection, metaId: string, options?: CallOptions): Promise<CallOutcome<null>>;
  getTemplate(connection: Connection, metaId: string, options?: CallOptions): Promise<CallOutcome<TemplateFacts>>;
  /** Uploads a file to be reviewed with a template; the handle goes into the header's example. `appId` is the token's app. */
  uploadSample(connection: Connection, appId: string, file: UploadFile, options?: CallOptions): Promise<CallOutcome<{ handle: string }>>;
  /** All pages. */
  listTemplates(connection: Connection, options?: CallOptions): Promise<CallOutcome<TemplateList>>;
  getPhoneNumber(connection: Connection, options?: CallOptions): Promise<CallOutcome<NumberFacts>>;
  getBusinessProfile(connection: Connection, options?: CallOptions): Promise<CallOutcome<BusinessProfile>>;
  updateBusinessProfile(connection: Connection, change: BusinessProfileChange, options?: CallOptions): Promise<CallOutcome<null>>;
  getWaba(connection: Connection, options?: CallOptions): Promise<CallOutcome<WabaFacts>>;
  debugToken(connection: Connection, options?: CallOptions): Promise<CallOutcome<TokenFacts>>;
  /** False when WhatsApp says that the app secret does not belong to the token's app. */
  checkAppSecret(connection: Connection, appSecret: string, options?: CallOptions): Promise<CallOutcome<boolean>>;
  /** Ids of the numbers of the account. */
  listPhoneNumberIds(connection: Connection, options?: CallOptions): Promise<CallOutcome<string[]>>;
  /** Points the account's webhooks to `callbackUrl`. WhatsApp asks that address with `verifyToken` before it answers. */
  subscribe(
    connection: Connection,
    target: { callbackUrl: string; verifyToken: string },
    options?: CallOptions,
  ): Promise<CallOutcome<null>>;
  unsubscribe(connection: Connection, options?: CallOptions): Promise<CallOutcome<null>>;
  /** The app whose subscription to the account goes to `callbackUrl`; null when none does. */
  findAppId(connection: Connection, callbackUrl: string, options?: CallOptions): Promise<CallOutcome<{ appId: string | null }>>;
  /** Where the app's own webhooks go: events about accounts, templates and limits. Null when nowhere. */
  getAppCallback(app: AppConnection, options?: CallOptions): Promise<CallOutcome<{ callbackUrl: string | null }>>;
  /** Points the app's own webhooks, all fields, to an address; asked with `verifyToken` like an account's. */
  subscribeApp(app: AppConnection, target: { callbackUrl: string; verifyToken: string }, options?: CallOptions): Promise<CallOutcome<null>>;
  unsubscribeApp(app: AppConnection, options?: CallOptions): Promise<CallOutcome<null>>;
  register(connection: Connection, pin: string, options?: CallOptions): Promise<CallOutcome<null>>;
  blockUsers(connection: Connection, users: readonly string[], options?: CallOptions): Promise<CallOutcome<BlockResult>>;
  unblockUsers(connection: Connection, users: readonly string[], options?: CallOptions): Promise<CallOutcome<BlockResult>>;
};
