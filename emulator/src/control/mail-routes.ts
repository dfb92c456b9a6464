import { found } from './control-error.ts';
import { queryNumber } from './control-route.ts';
import type { ControlRoute } from './control-route.ts';

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
    method: 'GET',
    path: '/emulator/mails/:id/html',
    handle({ mailbox, params }) {
      const mail = found(mailbox.get(Number(params['id'])), 'mail with this id');
      const html = `<!doctype html><meta charset="utf-8"><base target="_blank">${mail.html ?? ''}`;
      // A mail may look as it likes but cannot run anything, wherever it is opened.
      const policy =
        "default-src 'none'; style-src 'unsafe-inline'; img-src data: http: https:; sandbox allow-popups allow-popups-to-escape-sandbox";
      return { bytes: Buffer.from(html), contentType: 'text/html; charset=utf-8', headers: { 'content-security-policy': policy } };
    },
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
