import { check, tests, type Proof } from './proof.ts';

const modules = 'server/src/modules';

/** Proofs about people with an account, and who may do what. */
export const ofAccounts = {
  // Accounts
  account_fields: [
    ...tests(`${modules}/users/account-flows.db.test.ts`, 'signs up, signs in, is recognised by the cookie, and signs out'),
    ...tests('server/src/platform/http/app.http.test.ts', 'names every wrong field'),
  ],
  account_email: [
    ...tests(
      `${modules}/users/account.http.test.ts`,
      'confirms the address and resets the password by the links of the mails',
      'changes the own name and language and records it without the name in clear',
    ),
    ...tests('server/src/platform/log.test.ts', 'has no key for names, phone numbers, addresses, tokens or text'),
    ...tests('server/src/platform/mail/mail-outbox.db.test.ts', 'keeps address and content out of logs and out of the table'),
  ],
  account_without_phone: tests(`${modules}/users/account.http.test.ts`, 'signs up, in and out in a browser'),
  password_sealed: [
    ...tests(
      `${modules}/users/password-scheme.test.ts`,
      'is bcrypt $2b$ at the given cost, sealed, with its scheme in front',
      'is worthless without the keys that are outside the database',
      "does not open at another person's row",
    ),
    ...tests(`${modules}/users/account-flows.db.test.ts`, 'keeps neither the session token nor the password in the database'),
    check('password_schemes'),
  ],
  password_bcrypt: [
    ...tests(
      `${modules}/users/password-scheme.test.ts`,
      'is bcrypt $2b$ at the given cost, sealed, with its scheme in front',
      'takes a password of a megabyte without growing the work of bcrypt',
    ),
    check('password_schemes'),
  ],
  password_cost: [
    ...tests(
      `${modules}/users/password-scheme.test.ts`,
      'costs 12 unless a test says otherwise',
      'says when a value is weaker than what is made today',
    ),
    ...tests(`${modules}/users/account-flows.db.test.ts`, 'renews a password stored at a lower cost at the next sign-in'),
    check('password_schemes'),
  ],
  password_rules: [
    ...tests(
      `${modules}/users/password-rules.test.ts`,
      'ask for no kinds of characters',
      'accept every long random text and finish on anything',
    ),
    ...tests(`${modules}/users/account.http.test.ts`, 'says why a password is refused'),
  ],
  second_factor: [
    ...tests(
      `${modules}/users/factors.http.test.ts`,
      'is asked for at the next sign-in, and its code ends it',
      'takes each code once, also of two at the same moment',
      'come with the first factor, open once each, and the owner is told',
      'signs in alone, with nothing else asked',
      'opens nothing by itself and leaves the second factor in its place',
    ),
    ...tests(
      `${modules}/single-sign-on/single-sign-on.http.test.ts`,
      'is asked of nobody before the time to set it up is over, and of everybody after it',
    ),
  ],
  step_up: [
    ...tests(
      `${modules}/users/factors.http.test.ts`,
      'asks for a factor when none was shown for ten minutes, and goes through after the password',
      'takes the second factor where there is one, and then not the password',
    ),
    ...tests(
      'server/test/route-security/all-routes.http.test.ts',
      'of a dangerous act asks a person for a fresh factor, and is one of those that must',
    ),
  ],
  sessions: [
    ...tests(
      `${modules}/users/session-cookie.test.ts`,
      'is kept by the database as a hash that is not the token',
      'is refused when changed, doubled, signed by another key or meant for the other transport',
    ),
    ...tests(
      `${modules}/users/account-flows.db.test.ts`,
      'ends a session that is not used and one that is too old',
      'resets the password once, ends every session and tells the person',
    ),
    check('sessions_end'),
  ],
  host_bound_cookie: [
    ...tests(`${modules}/users/session-cookie.test.ts`, 'is bound to the host, to https and to our scripts not reading it'),
    ...tests(`${modules}/users/account.http.test.ts`, 'sets a host-bound cookie over https, which plain names cannot replace'),
  ],
  coarse_browser: [
    ...tests(`${modules}/users/account.http.test.ts`, 'keeps what a browser calls itself harmless'),
    ...tests(`${modules}/users/account-flows.db.test.ts`, 'ends a session that is not used and one that is too old'),
    check('sessions_end'),
  ],
  abuse_stopped: [
    ...tests(
      `${modules}/users/throttle.db.test.ts`,
      'closes an account to a network that guesses, and opens it again when the window ends',
      'closes a network that tries many accounts',
    ),
    ...tests(`${modules}/api-keys/api-keys.db.test.ts`, 'ends at once where the key was revoked, and within a second elsewhere'),
    ...tests(`${modules}/messages/dispatch/pace.test.ts`, 'never exceeds the limit in any second, however irregularly it is asked'),
  ],
  network_addresses: [
    ...tests(
      `${modules}/users/throttle.db.test.ts`,
      'keeps neither addresses nor networks in clear',
      'removes what has run out and nothing else',
    ),
    check('sessions_end'),
  ],
  workspaces: tests(
    `${modules}/workspaces/workspaces.db.test.ts`,
    'gets a slug from its name and a numbered one when that is taken',
    'refuses a slug that is taken or reserved, and leaves nothing behind',
    'never give a role above the own',
  ),

  // Who may what
  routes_guarded: [
    ...tests(
      'server/test/route-security/all-routes.http.test.ts',
      'can be checked: typed ids with factories, permissions, and a reason where it is public',
      'of a workspace refuses strangers, lesser roles, other origins and other tenants',
    ),
    ...tests('server/test/route-security/canary.http.test.ts', 'finds nothing in a sound route'),
  ],
  roles: [
    ...tests(
      'server/test/route-security/all-routes.http.test.ts',
      'can be checked: typed ids with factories, permissions, and a reason where it is public',
      'of a workspace refuses strangers, lesser roles, other origins and other tenants',
    ),
    ...tests(
      `${modules}/member-roles/member-roles.http.test.ts`,
      'allows its members exactly what it says, from the next request on',
      'never allows more than its maker may do, nor is given, changed or taken away by whoever may do less',
      'of a role holds in lists and by id',
    ),
    ...tests('server/src/roles/people-by-permission.db.test.ts', '%s holds %s by whatever role'),
  ],
  key_allowlist: tests(
    `${modules}/api-keys/api-keys.http.test.ts`,
    'holds a key to its addresses and believes no header about them',
    'holds keys and, where asked, people to the addresses of the workspace, and shuts nobody out by mistake',
  ),
  api_requests_logged: [
    ...tests(
      `${modules}/request-log/request-log.http.test.ts`,
      'has a line for each call, with what it led to and nothing that was in it',
      'keeps of a path the ids that are ours and nothing that somebody typed',
    ),
    ...tests('server/src/platform/log.test.ts', 'has no key for names, phone numbers, addresses, tokens or text'),
  ],
  tenants_apart: [
    ...tests(
      'server/src/platform/db/schema.db.test.ts',
      'has row-level security enabled and forced',
      'shows the tenant role its own workspace at most, and the engine role everything',
      'between tenant tables carry the workspace on both ends',
    ),
    ...tests(
      'server/test/route-security/all-routes.http.test.ts',
      'of a workspace refuses strangers, lesser roles, other origins and other tenants',
    ),
    check('tenant_tables_forced'),
    check('server_roles_bound'),
  ],
  operator_shut_out: [
    ...tests(`${modules}/promises/operators.http.test.ts`, 'find nothing of a workspace they are no member of'),
    ...tests(
      `${modules}/support-access/support-access.http.test.ts`,
      'is the only way in, ends when it is ended, and is told to the owners',
      'reads nothing that is not in the log: what, of what, and what the answer held',
      'is out with the click: the open stream and the running download end',
    ),
  ],
  live_stream: tests(
    `${modules}/conversations/sight/visibility.http.test.ts`,
    'tells an agent of what they see, and of nothing else, in order',
  ),
} as const satisfies Record<string, readonly Proof[]>;
