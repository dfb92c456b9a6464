import type { TemplateComponent } from '@kabar/cloud-api';

/** A Meta app: what signs webhooks and owns tokens. `fields` are the subscribed webhook fields. */
export interface App {
  id: string;
  name: string;
  secret: string;
  callbackUrl: string | null;
  verifyToken: string | null;
  fields: string[];
  /** Graph version that shapes its webhooks, such as 26: below 24 they carry `conversation`. */
  webhookVersion: number;
}

/** A subscription of an app to a WABA, maybe with its own callback. */
export interface WabaSubscription {
  appId: string;
  overrideCallbackUrl: string | null;
}

/** A WhatsApp Business Account. */
export interface Waba {
  id: string;
  name: string;
  businessId: string;
  currency: string;
  timezoneId: string;
  namespace: string;
  country: string;
  subscriptions: WabaSubscription[];
  /** Set when the account is banned or restricted; shown in `health_status`. */
  healthErrors: { code: number; description: string; solution: string }[];
}

/** Profile that people see in WhatsApp. */
export interface BusinessProfile {
  about?: string;
  address?: string;
  description?: string;
  email?: string;
  websites?: string[];
  vertical?: string;
  profilePictureUrl?: string;
}

/** A business phone number. */
export interface PhoneNumber {
  id: string;
  wabaId: string;
  /** Digits only, as in webhooks. */
  digits: string;
  /** Formatted, as on REST. */
  displayPhoneNumber: string;
  verifiedName: string;
  status: string;
  isRegistered: boolean;
  pin: string | null;
  qualityRating: string;
  messagingLimit: string;
  throughputLevel: string;
  nameStatus: string;
  codeVerificationStatus: string;
  accountMode: string;
  platformType: string;
  isOnBizApp: boolean;
  username: string | null;
  lastOnboardedAtMs: number;
  profile: BusinessProfile;
  overrideCallbackUrl: string | null;
  /** On a test number: the only customers (digits) it may send to; null = anyone. */
  allowedRecipients: string[] | null;
  /** Instants of register and deregister calls, for the limit of ten in 72 hours. */
  registrationTimesMs: number[];
}

/** An access token. `wabaIds` are the accounts it was granted. */
export interface Token {
  value: string;
  appId: string;
  type: 'SYSTEM_USER' | 'USER' | 'APP';
  userId: string;
  scopes: string[];
  wabaIds: string[];
  expiresAtMs: number | null;
  issuedAtMs: number;
  isRevoked: boolean;
}

/** What one customer has decided about one business number. */
export interface CustomerNumberState {
  hasBlockedBusiness: boolean;
  hasStoppedMarketing: boolean;
  isBlockedByBusiness: boolean;
}

/** A simulated person with WhatsApp. */
export interface Customer {
  id: string;
  name: string;
  username: string | null;
  /** Digits as people dial them; null for somebody who only has a username. */
  phone: string | null;
  /** Digits as WhatsApp knows them; differs from `phone` in Brazil and Mexico. */
  waId: string | null;
  userId: string;
  parentUserId: string | null;
  /** Withholds the phone number from webhooks, as username users do. */
  hidesPhone: boolean;
  hasWhatsApp: boolean;
  isOnline: boolean;
  /** null = as the behaviours say. */
  autoRead: boolean | null;
  autoDeliver: boolean | null;
  /** Every message to this person fails by webhook with this code. */
  failCode: number | null;
  note: string;
  numbers: Record<string, CustomerNumberState>;
  /** Made up for an unknown recipient; only stored once it says or decides something. */
  isImplicit: boolean;
}

/** A message template. */
export interface Template {
  id: string;
  wabaId: string;
  name: string;
  language: string;
  category: string;
  previousCategory: string | null;
  parameterFormat: 'POSITIONAL' | 'NAMED';
  status: string;
  components: TemplateComponent[];
  rejectedReason: string;
  rejectionRecommendation: string | null;
  quality: string;
  ttlSeconds: number | null;
  createdAtMs: number;
  /** While pending: when the review ends. */
  reviewAtMs: number | null;
  /** Instants of edits while approved, for the limits of 1 per day and 10 per 30 days. */
  editTimesMs: number[];
  isDeleted: boolean;
  /** A deleted name stays blocked for 30 days from here. */
  deletedAtMs: number | null;
  /** Paced: sends answer held_for_quality_assessment and get their statuses later. */
  isPaced: boolean;
}

/** A media file. Bytes lie beside the database, or in memory without a data directory. */
export interface Media {
  id: string;
  ownerNumberId: string;
  mimeType: string;
  sha256Hex: string;
  sizeBytes: number;
  fileName: string | null;
  createdAtMs: number;
  expiresAtMs: number;
  isInbound: boolean;
}

/** Everything that is stored whole under a kind and an id. */
export interface EntityKinds {
  app: App;
  waba: Waba;
  number: PhoneNumber;
  token: Token;
  customer: Customer;
  template: Template;
  media: Media;
  setting: { id: string; value: unknown };
}
