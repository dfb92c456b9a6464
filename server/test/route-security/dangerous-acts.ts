import { PERMISSIONS, type Permission } from '@kabar/contract';
import type { Route } from '../../src/platform/http/route.ts';

/** What somebody could do with a session they merely found open, and the acts that do it. The route of each asks for a factor shown in the last minutes. */
export const dangerousActs: Readonly<Record<string, readonly string[]>> = {
  'make the account theirs': [
    'POST /v1/me/password',
    'POST /v1/me/totp',
    'POST /v1/me/totp/confirm',
    'DELETE /v1/me/totp',
    'POST /v1/me/passkeys/question',
    'POST /v1/me/passkeys',
    'DELETE /v1/me/passkeys/:id',
    'POST /v1/me/recovery-codes',
  ],
  'stay inside by a way of their own': [
    'POST /v1/api-keys',
    'PATCH /v1/api-keys/:id',
    'POST /v1/api-keys/:id/rotate',
    'PUT /v1/workspace/ip-allowlist',
    'POST /v1/invitations',
    'PATCH /v1/members/:id',
    'PUT /v1/members/:id/limits',
    'POST /v1/roles',
    'PATCH /v1/roles/:id',
    'DELETE /v1/roles/:id',
    'PUT /v1/workspace/single-sign-on',
    'DELETE /v1/workspace/single-sign-on',
    'PUT /v1/workspace/single-sign-on/only',
    'POST /v1/workspace/single-sign-on/domains/:id/verify',
    'DELETE /v1/workspace/single-sign-on/domains/:id',
    'PUT /v1/workspace/sign-in-rules/second-factor',
  ],
  'shut the others out': ['DELETE /v1/members/:id'],
  'take data away': [
    'POST /v1/contacts/exports',
    'POST /v1/contacts/:id/export',
    'POST /v1/workspace/exports',
    'POST /v1/disclosures/:id/decide',
    'POST /v1/disclosures/:id/exports',
    'POST /v1/privacy/sealed/openings/:id/decide',
    'POST /v1/privacy/office/mail-intake',
    'POST /v1/operator/processors/:id/activate',
  ],
  'look inside a workspace that is not theirs, or let somebody look': [
    'POST /v1/support-access',
    'PUT /v1/support-access/settings',
    'POST /v1/operator/support-access/:id/enter',
  ],
  'have what happens from now on told to a server of theirs': [
    'POST /v1/webhook-endpoints',
    'PATCH /v1/webhook-endpoints/:id',
    'POST /v1/webhook-endpoints/:id/rotate-secret',
    'POST /v1/numbers/:id/token',
  ],
  'destroy what does not come back': [
    'POST /v1/workspace/closure',
    'POST /v1/me/erasure',
    'POST /v1/contacts/:id/erasure',
    'POST /v1/privacy/requests/:id/start',
    'POST /v1/privacy/requests/:id/approve',
    'POST /v1/privacy/requests/:id/begin-now',
    'POST /v1/operator/privacy-requests/:id/act',
    'PUT /v1/privacy/retention',
    'POST /v1/privacy/holds/:id/release',
    'DELETE /v1/numbers/:id',
    'DELETE /v1/webhook-endpoints/:id',
  ],
  'write to everybody in the name of the business': [
    'POST /v1/incidents/:id/tell',
    'POST /v1/operator/incidents/:id/tell-workspaces',
    'POST /v1/operator/processors/:id/announce',
    'POST /v1/operator/business-transfers/:id/announce',
    'POST /v1/operator/business-transfers/:id/complete',
  ],
};

/** Acts that need as much power and ask for nothing, under the reason why that is right. */
export const unaskedActs: Readonly<Record<string, readonly string[]>> = {
  'It closes a door or takes power away; in an emergency that must be quick.': [
    'POST /v1/auth/sign-out',
    'POST /v1/me/sessions/end-others',
    'DELETE /v1/me/sessions/:id',
    'POST /v1/api-keys/:id/revoke',
    'DELETE /v1/invitations/:id',
    'POST /v1/support-access/:id/decline',
    'POST /v1/support-access/:id/end',
    'POST /v1/operator/support-access/:id/leave',
    'POST /v1/operator/support-access/:id/finish',
    'DELETE /v1/operator/support-access/:id',
  ],
  'It is the question itself.': ['POST /v1/auth/step-up', 'POST /v1/auth/step-up/passkey-question', 'POST /v1/auth/step-up/single-sign-on'],
  'It concerns the person alone and can be changed back.': [
    'PATCH /v1/me',
    'PATCH /v1/me/passkeys/:id',
    'POST /v1/me/notice',
    'POST /v1/invitations/accept',
    'POST /v1/workspaces',
    'POST /v1/usage-counts',
    'POST /v1/crash-reports',
  ],
  'A member of the installation judges it before anything happens.': ['POST /v1/me/privacy-requests'],
  'It takes back or delays what would destroy.': [
    'DELETE /v1/workspace/closure',
    'POST /v1/erasures/:id/cancel',
    'POST /v1/privacy/holds',
    'PATCH /v1/privacy/holds/:id',
    'POST /v1/privacy/requests/:id/stop',
    'POST /v1/privacy/requests/:id/cancel',
    'POST /v1/disclosures/:id/withdraw',
    'POST /v1/operator/business-transfers/:id/cancel',
    'POST /v1/operator/processors/:id/end',
    'POST /v1/operator/transfers/:id/end',
  ],
  'It prepares or records; the act that counts asks by itself.': [
    'POST /v1/workspace/single-sign-on/domains',
    'POST /v1/privacy/sealed/openings',
    'POST /v1/operator/support-access',
    'POST /v1/disclosures',
    'POST /v1/disclosures/:id/hand-over',
    'POST /v1/operator/processors',
    'PATCH /v1/operator/processors/:id',
    'POST /v1/operator/business-transfers',
    'POST /v1/operator/transfers',
  ],
  'It is a step of handling a request and neither lets data out nor destroys any.': [
    'POST /v1/contacts/:id/child-report',
    'POST /v1/privacy/requests',
    'PATCH /v1/privacy/requests/:id',
    'POST /v1/privacy/requests/:id/confirm-code',
    'POST /v1/privacy/requests/:id/deny',
    'POST /v1/privacy/requests/:id/extend',
    'POST /v1/privacy/requests/:id/finish-step',
    'POST /v1/privacy/requests/:id/forward',
    'POST /v1/privacy/requests/:id/judge-identity',
    'POST /v1/privacy/requests/:id/lift-restriction',
    'POST /v1/privacy/requests/:id/mark-duplicate',
    'POST /v1/privacy/requests/:id/not-duplicate',
    'POST /v1/privacy/requests/:id/retry',
    'POST /v1/privacy/requests/:id/send-code',
  ],
  'It is work on an incident, under a clock of hours.': [
    'POST /v1/incidents',
    'PATCH /v1/incidents/:id',
    'POST /v1/incidents/:id/assess',
    'POST /v1/incidents/:id/clocks',
    'POST /v1/incidents/:id/close',
    'POST /v1/incidents/:id/notes',
    'POST /v1/incidents/:id/reopen',
    'POST /v1/operator/incidents',
    'PATCH /v1/operator/incidents/:id',
    'POST /v1/operator/incidents/:id/assess',
    'POST /v1/operator/incidents/:id/clocks',
    'POST /v1/operator/incidents/:id/close',
    'POST /v1/operator/incidents/:id/notes',
    'POST /v1/operator/incidents/:id/reopen',
  ],
  'It is a setting or a text that can be changed back, and the audit log says by whom it was changed.': [
    'PATCH /v1/workspace',
    'PATCH /v1/media-settings',
    'PATCH /v1/contact-form',
    'PATCH /v1/privacy/office',
    'PATCH /v1/privacy/public-page',
    'PUT /v1/privacy/readings',
    'PATCH /v1/notice/facts',
    'POST /v1/notice/versions',
    'PATCH /v1/operator/notice/facts',
    'POST /v1/operator/notice/versions',
    'POST /v1/evidence',
    'PATCH /v1/evidence/:id',
    'DELETE /v1/evidence/:id',
    'POST /v1/operator/evidence',
    'PATCH /v1/operator/evidence/:id',
    'DELETE /v1/operator/evidence/:id',
  ],
  'It needs credentials of its own, which whoever found a session does not have.': [
    'POST /v1/numbers',
    'POST /v1/numbers/connect-emulator',
  ],
  'It reads, checks or repeats what happened already, and only towards those who were told then.': [
    'POST /v1/audit/verify',
    'POST /v1/privacy/retention/preview',
    'POST /v1/promises/check',
    'POST /v1/operator/promises/check',
    'POST /v1/search/rebuild',
    'POST /v1/numbers/:id/refresh',
    'POST /v1/intake/deliveries/:id/replay',
    'POST /v1/webhook-deliveries/:id/replay',
    'POST /v1/webhook-endpoints/:id/replays',
    'POST /v1/webhook-endpoints/:id/test',
    'POST /v1/operator/backups',
    'POST /v1/operator/backup-drills',
  ],
};

/** Permissions of managers whose acts are judged one by one, too: they let data out, or destroy it. */
const weighty: ReadonlySet<Permission> = new Set(['privacy:requests', 'contacts:export', 'conversations:export']);

/** Whether somebody has to have decided if this route asks: it changes something, and takes an admin, an operator, or the account's own person. */
function isWeighty({ method, auth, permission }: Route): boolean {
  if (method === 'GET') return false;
  if (auth === 'operator' || auth === 'person') return true;
  if (auth !== 'workspace' || permission === undefined) return false;
  const { from } = PERMISSIONS[permission];
  return from === 'owner' || from === 'admin' || weighty.has(permission);
}

/** Where the routes and the two lists disagree, as sentences. To ask is always safe, so an act that asks needs no place in a list. */
export function findUndecided(routes: readonly Route[]): string[] {
  const declared = new Map(routes.map((route) => [`${route.method} ${route.path}`, route]));
  const asked = new Set(Object.values(dangerousActs).flat());
  const unasked = new Set(Object.values(unaskedActs).flat());
  const problems: string[] = [];
  for (const [name, route] of declared) {
    if (asked.has(name) && route.stepUp !== true) problems.push(`${name} is dangerous and must ask for a factor`);
    if (unasked.has(name) && route.stepUp === true) problems.push(`${name} asks for a factor and stands among those that do not`);
    if (route.stepUp !== true && !asked.has(name) && !unasked.has(name) && isWeighty(route))
      problems.push(`${name} takes much power: let it ask for a factor, or say in unaskedActs why it need not`);
  }
  for (const name of [...asked, ...unasked]) if (!declared.has(name)) problems.push(`${name} is no route any more`);
  return problems;
}
