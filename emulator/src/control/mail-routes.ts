import { found } from './control-error.ts';
import { queryNumber } from './router.ts';
import type { ControlRoute } from './router.ts';

/** Mails that were caught instead of being sent. */
export const mailRoutes: readonly ControlRoute[] = [
  {
    method: 'GET',
    path: '/emulator/mails',
    handle: ({ mailbox, query }) => ({ json: { mails: mailbox.list(query.get('to'), queryNumber(query, 'limit', 100, 1000)) } }),
  },
  {
    method: 'GET',
    path: '/emulator/mails/:id',
    handle: ({ mailbox, params }) => ({ json: found(mailbox.get(Number(params['id'])), 'mail with this id') }),
  },
  {
    method: 'DELETE',
    path: '/emulator/mails',
    handle({ mailbox, emulator }) {
      mailbox.clear();
      emulator.events.publish({ type: 'mails' });
      return { json: { ok: true } };
    },
  },
];
