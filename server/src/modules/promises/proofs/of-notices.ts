import { tests, type Proof } from './proof.ts';

const modules = 'server/src/modules';

/** Proofs about notices and their pages. */
export const ofNotices = {
  notice_versions: [
    ...tests(
      `${modules}/notices/notices.http.test.ts`,
      'gives six pages in two languages with every section, dated, and nothing that is not proven',
      'is no change of what was published, by no role',
    ),
  ],
  acceptance: [
    ...tests(
      `${modules}/notices/notices.http.test.ts`,
      'accept it when they sign up, and cannot sign up without',
      'accept the notice of the installation on record, which is never consent',
    ),
  ],
  notice_announced: [
    ...tests(`${modules}/notices/notices.http.test.ts`, 'are mailed, all of them, about a material change, and asked anew once it counts'),
  ],
  notice_thirty_days: [
    ...tests(
      `${modules}/notices/notices.http.test.ts`,
      'cannot count sooner than in 30 days, is announced on the page and by mail once, and keeps both versions',
    ),
  ],
  reacceptance: [
    ...tests(`${modules}/notices/notices.http.test.ts`, 'are mailed, all of them, about a material change, and asked anew once it counts'),
  ],
  notice_facts: [...tests(`${modules}/notices/notices.http.test.ts`, 'is refused while something is missing, and says what')],
  notice_pages: [
    ...tests(
      `${modules}/notices/notices.http.test.ts`,
      'gives six pages in two languages with every section, dated, and nothing that is not proven',
    ),
  ],
  notice_sections: [
    ...tests(
      `${modules}/notices/notices.http.test.ts`,
      'is refused while something is missing, and says what',
      'gives six pages in two languages with every section, dated, and nothing that is not proven',
    ),
  ],
  plain_claims: [
    ...tests(`${modules}/notices/copy-rules.test.ts`, 'claims no perfect security and no encryption from end to end', 'would be caught'),
    ...tests(
      `${modules}/notices/notices.http.test.ts`,
      'tells where WhatsApp’s protection ends, names the authority, and sends nobody’s address to other sites',
      'of the facts is refused when nobody can keep it',
    ),
  ],
  links_out: [
    ...tests(
      `${modules}/notices/notices.http.test.ts`,
      'tells where WhatsApp’s protection ends, names the authority, and sends nobody’s address to other sites',
    ),
  ],
  referrer_policy: [
    ...tests(
      `${modules}/analytics/analytics.http.test.ts`,
      'refuses anything that could name somebody: filled-in addresses, queries, paths of other sites',
    ),
  ],
  deletion_page: [
    ...tests(
      `${modules}/notices/notices.http.test.ts`,
      'gives six pages in two languages with every section, dated, and nothing that is not proven',
    ),
    ...tests(
      `${modules}/erasure/erasure.http.test.ts`,
      'says before what goes and what stays, waits, and removes them while the others stay',
    ),
  ],
  authority_named: [
    ...tests(`${modules}/law/authorities.test.ts`, 'every law has an authority to complain to'),
    ...tests(
      `${modules}/notices/notices.http.test.ts`,
      'tells where WhatsApp’s protection ends, names the authority, and sends nobody’s address to other sites',
    ),
  ],
} as const satisfies Record<string, readonly Proof[]>;
