import { check, notOffered, tests, type Proof } from './proof.ts';

const modules = 'server/src/modules';

/** Proofs about what is held, for how long, and how people reach it. */
export const ofData = {
  // Catalogue and purposes
  catalogue_complete: [
    ...tests(
      'tools/guards/personal-data.test.ts',
      'is whole and true for this repository',
      'sees a table that a migration adds and nobody declares',
      'sees a personal column that no walk connects with a person',
    ),
    ...tests('server/src/roles/personal-data.db.test.ts', 'every walk of the catalogue is SQL that the database takes'),
  ],
  purposes_declared: [
    ...tests('tools/guards/personal-data.test.ts', 'is whole and true for this repository'),
    ...tests(`${modules}/data-catalogue/record-of-processing.test.ts`, 'has one activity per purpose and role, without what is nobody’s'),
  ],
  legal_bases: [
    ...tests(
      `${modules}/data-catalogue/record-of-processing.test.ts`,
      'has one activity per purpose and role, without what is nobody’s',
      'gives the weighing for every interest',
    ),
  ],
  no_training: [
    ...tests(`${modules}/processors/egress-capture.test.ts`, 'what is dialled is what the register has, and every way out was tried'),
    ...tests('tools/guards/egress-rules.test.ts', 'holds in the server'),
    ...tests('tools/guards/dependencies-page.test.ts', 'has one line for every runtime dependency and none for anything else'),
  ],

  // Retention
  message_end: [
    ...tests(`${modules}/retention/retention.http.test.ts`, 'refuses periods that are none'),
    ...tests(`${modules}/law/retention-bounds.test.ts`, 'of the packs together leave room between floor and ceiling for every class'),
    ...tests(
      `${modules}/retention/sweep.db.test.ts`,
      'removes what is due from every store and leaves the rest, everybody else’s above all',
    ),
  ],
  nothing_for_ever: [
    ...tests(`${modules}/retention/retention.http.test.ts`, 'refuses periods that are none'),
    ...tests(`${modules}/law/retention-bounds.test.ts`, 'of the packs together leave room between floor and ceiling for every class'),
    ...tests(
      `${modules}/erasure/silent-contacts.db.test.ts`,
      'stay where nobody wants them gone, and go whole where somebody does, unless there is a sign or a reason',
      'are exactly those whose newest sign is older than the wish, whatever came in which order',
    ),
  ],
  message_retention: [
    ...tests(
      `${modules}/retention/sweep.db.test.ts`,
      'removes what is due from every store and leaves the rest, everybody else’s above all',
      'counts the day it may take as part of the promise, and stays above floors',
    ),
    ...tests(
      `${modules}/retention/retention.http.test.ts`,
      'is decided by an admin, once per revision, and orders a sweep',
      'that cannot be true is refused with both rules and the ways out',
    ),
  ],
  retention_choice: [
    ...tests(`${modules}/retention/retention.http.test.ts`, 'is decided by an admin, once per revision, and orders a sweep'),
    ...tests(`${modules}/retention/sweep.db.test.ts`, 'that is shorter acts within one sweep; a longer one brings nothing back'),
  ],
  legal_hold: [
    ...tests(
      `${modules}/retention/retention.http.test.ts`,
      'need a reason, an owner of the workspace and a review date to come',
      'tell their owner once when the review date has come',
    ),
    ...tests(`${modules}/retention/sweep.db.test.ts`, 'covers the person, also under contacts that were joined'),
    ...tests(`${modules}/erasure/erasure.http.test.ts`, 'waits for a legal hold and goes on by itself'),
  ],
  account_retention: [
    ...tests(
      `${modules}/closures/closures.db.test.ts`,
      'can be taken back on the last day, and then everything is there',
      'deletes every row and file after 30 days, keeps what must be kept, and leaves the neighbour alone',
    ),
  ],
  workspace_end: [
    ...tests(
      `${modules}/closures/closures.db.test.ts`,
      'deletes every row and file after 30 days, keeps what must be kept, and leaves the neighbour alone',
      'mails a receipt that says what was kept and can be checked',
    ),
  ],
  account_erasure: [
    ...tests(
      `${modules}/erasure/erase-account.http.test.ts`,
      'is gone from every table that declares the account, with a signed receipt of what stays',
      'stays away when an older copy of the database is restored',
    ),
    ...tests(`${modules}/closures/closures.db.test.ts`, 'mails a receipt that says what was kept and can be checked'),
  ],
  api_log_retention: [
    ...tests(`${modules}/retention/sweep.db.test.ts`, 'removes the log of API requests after 90 days, and not before'),
    ...tests(
      `${modules}/request-log/request-log.db.test.ts`,
      'are made ahead, take in what came before they were there, and are dropped whole',
    ),
  ],
  access_log_retention: [
    ...tests(`${modules}/request-log/request-log.http.test.ts`, 'has a line for each call, with what it led to and nothing that was in it'),
    ...tests(`${modules}/retention/sweep.db.test.ts`, 'removes the log of API requests after 90 days, and not before'),
    check('sessions_end'),
  ],
  law_packs: [
    ...tests(`${modules}/law/retention-bounds.test.ts`, 'are the strictest of all packs that apply'),
    ...tests(`${modules}/law/request-clocks.test.ts`, 'every law has a clock for every kind of request, at any time'),
    ...tests(`${modules}/law/authorities.test.ts`, 'every law has an authority to complain to'),
  ],
  invoices: notOffered('Kabar writes no invoices yet', 'Kabar belum membuat faktur'),

  // Requests
  right_access: [
    ...tests(
      'server/src/roles/golden-person.db.test.ts',
      'is planted in every field of every table, found whole by access, and gone by erasure',
    ),
    ...tests(`${modules}/exports/exports.http.test.ts`, 'holds every planted value in JSON, a page and files, for a week'),
  ],
  right_rectify: [...tests(`${modules}/requests/requests.http.test.ts`, 'waits for a member to correct, takes their note, and goes on')],
  right_erase: [
    ...tests(
      'server/src/roles/golden-person.db.test.ts',
      'is planted in every field of every table, found whole by access, and gone by erasure',
    ),
    ...tests(
      `${modules}/erasure/erasure.http.test.ts`,
      'says before what goes and what stays, waits, and removes them while the others stay',
      'waits for a legal hold and goes on by itself',
    ),
  ],
  right_port: [
    ...tests(
      `${modules}/exports/exports.http.test.ts`,
      'holds every planted value in JSON, a page and files, for a week',
      'has the columns of an import and guards formulas',
    ),
  ],
  right_object: [
    ...tests(
      `${modules}/assignment/assign-waiting.db.test.ts`,
      'leaves conversations of people alone whose data is only stored, or who object to what works by itself',
    ),
    ...tests(
      `${modules}/automatic-replies/answer-when-away.db.test.ts`,
      'is silent towards people whose data is only stored, and who object to what works by itself',
    ),
    ...tests(`${modules}/consent/consent-model.db.test.ts`, 'ends with no marketing for anybody who stopped and did not come back'),
  ],
  right_restrict: [
    ...tests(
      `${modules}/messages/dispatch/dispatcher.db.test.ts`,
      'sends nothing to somebody whose data came to be only stored while it waited, but the answer to their own request',
    ),
    ...tests(
      `${modules}/automatic-replies/answer-when-away.db.test.ts`,
      'is silent towards people whose data is only stored, and who object to what works by itself',
    ),
    ...tests(`${modules}/search/search.db.test.ts`, 'is closed over somebody whose data is only stored, and opened again when that ends'),
    ...tests(`${modules}/service-levels/follow-episodes.db.test.ts`, 'neither follows nor counts people whose data is only stored'),
  ],
  rights_all: [
    ...tests(
      'server/src/roles/golden-person.db.test.ts',
      'is planted in every field of every table, found whole by access, and gone by erasure',
    ),
    ...tests(
      `${modules}/requests/requests.http.test.ts`,
      'waits for a member to correct, takes their note, and goes on',
      'restricts at once, and frees again when a member ends it',
      'makes the copy of everything, tells the person, and closes with a receipt that anybody can check',
    ),
  ],
  request_intake: [
    ...tests(`${modules}/requests/requests.http.test.ts`, 'becomes a request with a clock, once, in the language it was written in'),
  ],
  request_routing: [
    ...tests(`${modules}/requests/requests.http.test.ts`, 'hands a request to the operator, where its clock goes on and both see it'),
  ],
  request_clock: [
    ...tests(
      `${modules}/requests/requests.http.test.ts`,
      'has a clock from when it was received, the strictest of all laws',
      'is never missed in silence: members hear of it at half, four fifths and the end, once each, in the product and by mail',
    ),
  ],
  california_clock: [
    ...tests(
      `${modules}/law/request-clocks.test.ts`,
      'California confirms in 10 business days, answers in 45 days and can take 45 more',
      'opting out in California takes 15 business days at most',
    ),
    ...tests(`${modules}/analytics/choice-cookie.test.ts`, 'gives way to the signals of the browser'),
  ],
  erasure_reaches_all: [
    ...tests(
      'server/src/roles/golden-person.db.test.ts',
      'is planted in every field of every table, found whole by access, and gone by erasure',
    ),
    ...tests(`${modules}/erasure/erasure.http.test.ts`, 'is done again over an older copy, with the stop that held'),
  ],
  queue_erased: [
    ...tests(`${modules}/erasure/erasure.http.test.ts`, 'is done again over an older copy, with the stop that held'),
    ...tests(
      `${modules}/retention/sweep.db.test.ts`,
      'removes what is due from every store and leaves the rest, everybody else’s above all',
    ),
  ],

  // Cookies and statistics
  essential_cookies: [
    ...tests(
      'tools/guards/browser-storage.test.ts',
      'accepts what is registered',
      'sees an unregistered key, a use past the door, a cookie nobody knows and a plain script',
    ),
    ...tests(`${modules}/users/session-cookie.test.ts`, 'is bound to the host, to https and to our scripts not reading it'),
  ],
  cookie_choice: [
    ...tests(
      `${modules}/analytics/analytics.http.test.ts`,
      'is undecided at first, kept with question and time, and taken back as it was given',
      'stores nothing before a yes, after a no, against a signal, or where the operator wants none',
    ),
    ...tests(`${modules}/analytics/choice-cookie.test.ts`, 'is never a yes by accident'),
  ],
  cookie_signal: [
    ...tests(`${modules}/analytics/analytics.http.test.ts`, 'is a refusal for as long as the browser sends a signal'),
    ...tests(`${modules}/analytics/choice-cookie.test.ts`, 'gives way to the signals of the browser'),
  ],
  cookie_register: [
    ...tests(
      'tools/guards/browser-storage.test.ts',
      'accepts what is registered',
      'sees entries that nothing uses, and calls itself blind when it sees nothing',
    ),
    ...tests(
      `${modules}/notices/notices.http.test.ts`,
      'gives six pages in two languages with every section, dated, and nothing that is not proven',
    ),
  ],
  no_tracking: [
    ...tests('server/src/platform/http/app.http.test.ts', 'sends a strict content policy'),
    ...tests('tools/guards/browser-storage.test.ts', 'accepts what is registered'),
  ],
  usage_statistics: [
    ...tests(
      `${modules}/analytics/analytics.http.test.ts`,
      'stores nothing before a yes, after a no, against a signal, or where the operator wants none',
      'raises figures and keeps nothing else of the request',
      'tell nothing about fewer than ten browsers',
    ),
    ...tests('server/src/platform/http/browser-kind.test.ts', 'keeps the family of browser and system and drops everything else'),
  ],
  third_party_analytics: notOffered('Kabar carries no analytics service of others', 'Kabar tidak memuat layanan analitik pihak lain'),

  // Children and forms
  age_gate: [...tests(`${modules}/users/account.http.test.ts`, '%s with %j gives %i %s')],
  age_table: [...tests(`${modules}/law/ages.test.ts`, 'knows an age for every law pack', 'in %j with a policy of %i a child is below %i')],
  child_report: [
    ...tests(
      `${modules}/requests/requests.http.test.ts`,
      'is set apart at once and erased without waiting, in whatever way the office works',
      'is who the law of their place calls one',
    ),
  ],
  contact_form: [
    ...tests(
      `${modules}/contact-forms/contact-forms.http.test.ts`,
      'takes what it asks for, sealed, and shows it to the people who answer',
      'becomes a contact once, who has what was typed as a note',
    ),
  ],
  contact_form_retention: [
    ...tests(
      `${modules}/retention/sweep.db.test.ts`,
      'removes what a visitor wrote in the contact form after twelve months, and not before',
    ),
  ],
} as const satisfies Record<string, readonly Proof[]>;
