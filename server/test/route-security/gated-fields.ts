import type { Permission } from '@kabar/contract';
import { z } from 'zod';
import { contentRing, sealRequest } from '../../src/modules/webhooks/deliveries/attempt-content.ts';
import type { Route } from '../../src/platform/http/route.ts';
import { fromPublicId, systemIds } from '../../src/platform/ids.ts';
import { sceneQuery } from '../scene-query.ts';
import type { Program } from './compose-program.ts';
import { field } from './request.ts';

/** A field, or a variant of an answer, that asks for more than its route does. */
export type GatedField = {
  name: string;
  /** What the route asks for. */
  route: Permission;
  /** What the field asks for besides; without any one of them it is not shown. */
  needs: readonly Permission[];
  /** Reads the field as somebody; gives whether it was shown. */
  isShown(program: Program, headers: Record<string, string>): Promise<boolean>;
};

/** Every such field. */
export const gatedFields: readonly GatedField[] = [
  {
    name: 'templates in POST /v1/search/quick',
    route: 'conversations:read',
    needs: ['templates:read'],
    isShown: async ({ world }, headers) => {
      await world.idOf('template', world.mine);
      const answer = await world.app.inject({ method: 'POST', url: '/v1/search/quick', headers, payload: { q: 'hello' } });
      const templates = field(answer.json(), 'templates');
      return Array.isArray(templates) && templates.length > 0;
    },
  },
  {
    name: 'contacts in POST /v1/search',
    route: 'conversations:read',
    needs: ['contacts:read'],
    isShown: async ({ world }, headers) => {
      const answer = await world.app.inject({ method: 'POST', url: '/v1/search', headers, payload: { q: 'hello', in: 'contacts' } });
      return answer.statusCode === 200;
    },
  },
  {
    name: 'what went out and came back in GET /v1/webhook-deliveries/:id',
    route: 'webhooks:read',
    needs: ['messages:read', 'contacts:read'],
    isShown: async ({ world, people }, headers) => {
      const id = await world.idOf('webhookDelivery', world.mine);
      const { workspaceId } = world.mine;
      const contactId = fromPublicId('ctc', await world.idOf('contact', world.mine));
      const attemptId = systemIds.uuid();
      const ring = await contentRing(people.keyring, workspaceId, contactId);
      if (ring === null) throw new Error('a contact without keys');
      await sceneQuery(people.ctx.db, {
        text: `insert into webhook_attempts (workspace_id, id, delivery_id, endpoint_id, contact_id, number, started_at, duration_ms, outcome, http_status, request_sealed)
               select workspace_id, $3, id, endpoint_id, $4, 1, now(), 5, 'succeeded', 200, $5 from webhook_deliveries where workspace_id = $1 and id = $2`,
        values: [workspaceId, fromPublicId('wdl', id), attemptId, contactId, sealRequest(ring, workspaceId, attemptId, '{}')],
      });
      const answer = await world.app.inject({ url: `/v1/webhook-deliveries/${id}`, headers });
      const attempts = field(answer.json(), 'attempts');
      return Array.isArray(attempts) && typeof field(attempts[0], 'request') === 'object' && field(attempts[0], 'request') !== null;
    },
  },
];

/** Names of fields that are a secret, by the look of them. */
const secretName = /(^|_)(secrets?|tokens?|password|credentials?|recovery_codes|pin|private_key)$/;

/** Answers that hold such a field, and why that is right. What is not here must not be there. */
export const secretFields: Readonly<Record<string, string>> = {
  'GET /v1/me/security password': 'whether one is set',
  'GET /v1/me/security recovery_codes': 'how many are left',
  'GET /v1/webhook-endpoints secrets': 'when each was made, not what it is',
  'GET /v1/webhook-endpoints/:id secrets': 'when each was made, not what it is',
  'PATCH /v1/webhook-endpoints/:id secrets': 'when each was made, not what it is',
  'GET /v1/workspace/single-sign-on has_secret': 'whether one is set',
  'PUT /v1/workspace/single-sign-on has_secret': 'whether one is set',
  'POST /v1/me/passkeys recovery_codes': 'shown once, to the person who made them',
  'POST /v1/me/totp secret': 'shown once, to the person who sets it up',
  'POST /v1/me/totp/confirm recovery_codes': 'shown once, to the person who made them',
  'POST /v1/numbers verify_token': 'shown once, to whoever connects the number, to be typed in at Meta',
  'POST /v1/numbers/connect-emulator verify_token': 'shown once, as when a number is connected',
  'POST /v1/privacy/office/mail-intake secret': 'shown once, for the mail server',
  'POST /v1/webhook-endpoints secret': 'shown once, for the receiving server',
  'POST /v1/webhook-endpoints secrets': 'when each was made, not what it is',
  'POST /v1/webhook-endpoints/:id/rotate-secret secret': 'shown once, for the receiving server',
  'POST /v1/webhook-endpoints/:id/rotate-secret secrets': 'when each was made, not what it is',
};

/** Where the answers of a route hold what looks like a secret: `METHOD /path field`. */
export function findSecretFields(route: Route, schema: z.ZodType): string[] {
  const found = new Set<string>();
  const walk = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    for (const [name, child] of Object.entries(node)) {
      if (name === 'properties' && typeof child === 'object' && child !== null)
        for (const property of Object.keys(child)) if (secretName.test(property)) found.add(`${route.method} ${route.path} ${property}`);
      walk(child);
    }
  };
  walk(z.toJSONSchema(schema, { io: 'output', unrepresentable: 'any' }));
  return [...found];
}
