import type { WebhookUnit } from '@kabar/cloud-api';

/** Units that tell about the business itself: account, numbers, templates, groups, calls, forms. */
export type AccountUnit = Extract<WebhookUnit, { kind: (typeof ACCOUNT_UNIT_KINDS)[number] }>;

/** The kinds of units that become account events. */
export const ACCOUNT_UNIT_KINDS = [
  'account_event',
  'template_status',
  'template_quality',
  'template_components',
  'template_category',
  'flow_event',
  'group_event',
  'call',
  'call_status',
  'handover',
  'automatic_event',
  'contact_sync',
  'history',
  'errors',
] as const;

/** How much somebody should care. */
export type Severity = 'info' | 'warn' | 'bad';

/** A restriction of an account or number. `until` null: until somebody at WhatsApp lifts it. */
export type Restriction = {
  title: string;
  until: Date | null;
  /** `all`: nothing can be sent; `business_initiated`: replies inside an open window still can. */
  scope: 'all' | 'business_initiated';
};

/** Quality as WhatsApp rates it. */
type Quality = 'green' | 'yellow' | 'red' | 'unknown';

/** Facts about a number that an event carries. Only what is present changes. */
export type NumberChange = {
  quality?: Quality;
  limitTier?: string;
  throughputPerSecond?: number;
  verifiedName?: string;
  nameStatus?: string;
  isOffboarded?: boolean;
};

/** Facts about an account that an event carries. `restriction: null` lifts it. */
export type WabaChange = {
  restriction?: Restriction | null;
  reviewStatus?: string;
  /** The limit is one for all numbers of the business. */
  limitTier?: string;
};

/** Facts about a template that an event carries. */
export type TemplateChange = {
  status?: string;
  quality?: Quality;
  category?: 'authentication' | 'marketing' | 'utility';
  rejectedReason?: string | null;
  pausedUntil?: Date | null;
  /** Category that WhatsApp is about to move it to. */
  comingCategory?: { category: 'authentication' | 'marketing' | 'utility'; at: Date | null };
  /** Why the status changed, in words, for the template's history. */
  reason?: string | null;
  /** The content changed at WhatsApp, so the list has to be read again. */
  isStale?: true;
};

/** One webhook unit in words for people, with what it changes. */
export type AccountFact = {
  field: string;
  event: string | null;
  title: string;
  severity: Severity;
  /** WhatsApp's time, whole seconds; null when it tells none. */
  at: Date | null;
  wabaId: string | null;
  phoneNumberId: string | null;
  /** Digits of the number it is about, where WhatsApp names no id. */
  displayDigits: string | null;
  /** What WhatsApp told, without identifiers of customers. */
  data: Record<string, unknown>;
  /** Equal for two deliveries of the same thing and for nothing else. */
  dedupeText: string;
  /** Kind of the line in the number's history, when it belongs there. */
  historyKind:
    | 'account_event'
    | 'quality_changed'
    | 'limit_changed'
    | 'name_changed'
    | 'security'
    | 'restricted'
    | 'restriction_ended'
    | 'status_changed'
    | null;
  number?: NumberChange;
  waba?: WabaChange;
  template?: { metaId: string; name: string | null; language: string | null; change: TemplateChange };
};

/** The part of a fact that depends on the unit's kind. */
export type Described = Pick<AccountFact, 'title' | 'severity'> &
  Partial<Pick<AccountFact, 'event' | 'at' | 'data' | 'historyKind' | 'number' | 'waba' | 'template' | 'phoneNumberId' | 'displayDigits'>>;
