import { notOffered, type Proof } from './proof.ts';

/** Proofs about what is held, for how long, and how people reach it. */
export const ofData = {
  // Catalogue and purposes
  catalogue_complete: [],
  purposes_declared: [],
  legal_bases: [],
  no_training: [],

  // Retention
  message_end: [],
  message_retention: [],
  retention_choice: [],
  legal_hold: [],
  account_retention: [],
  workspace_end: [],
  law_packs: [],
  invoices: notOffered('Kabar writes no invoices yet', 'Kabar belum membuat faktur'),

  // Requests
  right_access: [],
  right_rectify: [],
  right_erase: [],
  right_port: [],
  right_object: [],
  right_restrict: [],
  rights_all: [],
  request_intake: [],
  request_routing: [],
  request_clock: [],
  california_clock: [],
  erasure_reaches_all: [],
  queue_erased: [],

  // Cookies and statistics
  essential_cookies: [],
  cookie_choice: [],
  cookie_signal: [],
  cookie_register: [],
  no_tracking: [],
  usage_statistics: [],
  third_party_analytics: notOffered('Kabar carries no analytics service of others', 'Kabar tidak memuat layanan analitik pihak lain'),

  // Children and forms
  age_gate: [],
  age_table: [],
  child_report: [],
  contact_form: [],
  contact_form_retention: [],
} as const satisfies Record<string, readonly Proof[]>;
