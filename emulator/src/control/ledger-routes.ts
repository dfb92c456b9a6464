import { z } from 'zod';
import { ControlError, found } from './control-error.ts';
import { queryNumber } from './control-route.ts';
import type { ControlRoute } from './control-route.ts';

/** The truth about what was accepted and what was told, for tests to compare with. */
export const ledgerRoutes: readonly ControlRoute[] = [
  {
    method: 'GET',
    path: '/emulator/ledger',
    handle({ emulator, query }) {
      emulator.outbox.flush();
      const number = query.get('number') ?? undefined;
      return { json: { messages: emulator.ledger.counts(number), webhooks: emulator.deliverer.counts() } };
    },
  },
  {
    method: 'GET',
    path: '/emulator/ledger/messages',
    handle({ emulator, query }) {
      emulator.outbox.flush();
      const direction = query.get('direction') === 'in' ? 'in' : 'out';
      const limit = queryNumber(query, 'limit', 1000, 10_000);
      const after = queryNumber(query, 'after', 0);
      const messages = emulator.ledger.list(direction, after, limit, query.get('number') ?? undefined);
      return { json: { messages, nextAfter: messages.at(-1)?.order ?? null } };
    },
  },
  {
    method: 'GET',
    path: '/emulator/ledger/messages/:wamid',
    handle: ({ emulator, params }) => ({ json: found(emulator.ledger.byWamid(params['wamid'] ?? ''), 'message with this wamid') }),
  },
  {
    method: 'GET',
    path: '/emulator/ledger/duplicates',
    handle: ({ emulator, query }) => ({ json: { duplicates: emulator.ledger.duplicates(queryNumber(query, 'limit', 100, 10_000)) } }),
  },
  {
    method: 'GET',
    path: '/emulator/ledger/webhooks',
    handle({ emulator, query }) {
      emulator.outbox.flush();
      const webhooks = emulator.deliverer.list(queryNumber(query, 'after', 0), queryNumber(query, 'limit', 100, 1000));
      return { json: { webhooks, nextAfter: webhooks.at(-1)?.order ?? null } };
    },
  },
  {
    method: 'POST',
    path: '/emulator/webhooks/retry-now',
    handle: ({ emulator }) => ({ json: { retried: emulator.deliverer.retryNow() } }),
  },
  {
    method: 'POST',
    path: '/emulator/messages/:wamid/status',
    handle(call) {
      const { emulator, params } = call;
      const { status, code } = call.parse(
        z.strictObject({ status: z.enum(['sent', 'delivered', 'read', 'played', 'failed']), code: z.number().int().optional() }),
      );
      const message = found(emulator.ledger.byWamid(params['wamid'] ?? ''), 'message with this wamid');
      if (!emulator.statusEngine.emit(message, status, code)) throw new ControlError(409, 'The number or the customer is gone.');
      emulator.outbox.flush();
      return { json: { ok: true } };
    },
  },
];
