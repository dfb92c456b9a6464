import { type Proof } from './proof.ts';

/** Proofs about notices and their pages. */
export const ofNotices = {
  notice_versions: [],
  acceptance: [],
  notice_announced: [],
  notice_thirty_days: [],
  reacceptance: [],
  notice_facts: [],
  notice_pages: [],
  notice_sections: [],
  plain_claims: [],
  links_out: [],
  referrer_policy: [],
  deletion_page: [],
  authority_named: [],
} as const satisfies Record<string, readonly Proof[]>;
