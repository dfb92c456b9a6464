import { ADJUSTABLE_CLASSES, RETENTION_CLASSES, type RetentionClass } from '@kabar/contract';
import { period, type Period } from '#modules/law';

/**
 * What the engine knows of a class apart from rules. `store`: see `RetentionClassState`. `fallback`: the period where neither preset nor wish
 * gives one; null: as long as what it belongs to. `anchor`: the moment from which the period counts, in words.
 */
export type ClassFacts = {
  store: 'swept' | 'fixed' | 'kept' | 'none';
  fallback: Period | null;
  anchor: string;
  follows?: RetentionClass;
};

/** Every class. The type checker finds one that is missing. */
export const CLASS_FACTS: Record<RetentionClass, ClassFacts> = {
  message_content: { store: 'swept', fallback: period('P24M'), anchor: 'time of the message' },
  message_metadata: { store: 'swept', fallback: period('P24M'), anchor: 'time of the message', follows: 'message_content' },
  media: { store: 'swept', fallback: period('P24M'), anchor: 'time of the message' },
  conversation_work: { store: 'swept', fallback: period('P24M'), anchor: 'time of the note or act' },
  webhook_payload: { store: 'swept', fallback: period('P30D'), anchor: 'arrival' },
  contact_record: { store: 'swept', fallback: null, anchor: 'last sign of the contact: a message either way, or a consent' },
  consent_evidence: { store: 'kept', fallback: null, anchor: 'end of the workspace' },
  suppression: { store: 'kept', fallback: null, anchor: 'end of the workspace' },
  import_file: { store: 'fixed', fallback: period('P7D'), anchor: 'upload' },
  export_file: { store: 'fixed', fallback: period('P7D'), anchor: 'completion' },
  notification: { store: 'swept', fallback: period('P90D'), anchor: 'time of the notification' },
  live_event: { store: 'fixed', fallback: period('P4D'), anchor: 'time of the event' },
  mail: { store: 'fixed', fallback: period('P30D'), anchor: 'sending' },
  session: { store: 'fixed', fallback: period('P90D'), anchor: 'end of the session' },
  account: { store: 'none', fallback: period('P30D'), anchor: 'end of the account' },
  api_log: { store: 'swept', fallback: period('P90D'), anchor: 'end of the day of the request' },
  access_log: { store: 'none', fallback: period('P90D'), anchor: 'time of the access' },
  system_log: { store: 'swept', fallback: period('P90D'), anchor: 'time of the event' },
  audit_event: { store: 'swept', fallback: period('P24M'), anchor: 'time of the act' },
  bot_log: { store: 'none', fallback: period('P24M'), anchor: 'time of the step', follows: 'message_content' },
  invoice: { store: 'none', fallback: period('P7Y'), anchor: 'date of the document' },
  payment: { store: 'none', fallback: period('P7Y'), anchor: 'date of the payment' },
  contact_form: { store: 'swept', fallback: period('P12M'), anchor: 'submission' },
  support_ticket: { store: 'none', fallback: period('P24M'), anchor: 'closure' },
  rights_request: { store: 'kept', fallback: null, anchor: 'end of the workspace' },
  register: { store: 'kept', fallback: null, anchor: 'end of the workspace' },
  backup: { store: 'fixed', fallback: period('P35D'), anchor: 'making of the backup' },
  crash: { store: 'none', fallback: period('P90D'), anchor: 'time of the crash' },
  analytics_raw: { store: 'none', fallback: period('P90D'), anchor: 'time of the visit' },
  aggregate: { store: 'kept', fallback: null, anchor: 'end of the workspace' },
  configuration: { store: 'kept', fallback: null, anchor: 'end of the workspace' },
};

const adjustable = new Set<string>(ADJUSTABLE_CLASSES);

/** Whether a workspace may wish a period for the class. */
export function isAdjustable(cls: RetentionClass): boolean {
  return adjustable.has(cls);
}

/** Classes that a policy decides about, those that follow others left out, in catalogue order. */
export const DECIDED_CLASSES: readonly RetentionClass[] = RETENTION_CLASSES.filter((cls) => CLASS_FACTS[cls].follows === undefined);
