import { createTransport } from 'nodemailer';
import type { EgressGate } from '../egress/gate.ts';
import { renderHtml } from './mail.ts';
import type { Mail } from './mail.ts';

/**
 * What a mail server made of a mail. `refused`: it will never take it, e.g. no such mailbox. `later`: it could not be reached, or asks to
 * try again. `reason` is a word for logs.
 */
export type MailResult = { kind: 'sent' } | { kind: 'refused'; reason: string } | { kind: 'later'; reason: string };

/** Hands mails to a server. `id` is the same for every attempt at one mail. Never rejects. */
export type MailTransport = {
  send(mail: Mail & { id: string }): Promise<MailResult>;
  close(): void;
};

/** Where mails go. `from` is `Name <address>` or a bare address. `gate` is asked before each mail. */
export type SmtpOptions = { url: string; from: string; gate: EgressGate };

const connectTimeoutMs = 10_000;
const answerTimeoutMs = 30_000;

/**
 * A transport over SMTP with kept connections. `smtps://` is TLS from the start, `smtp://` begins with STARTTLS and sends
 * nothing without it; certificates are checked. A server on this machine is talked to in the clear.
 */
export function createSmtpTransport(options: SmtpOptions): MailTransport {
  const url = new URL(options.url);
  const isLocal = ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
  const isTls = url.protocol === 'smtps:';
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  const port = url.port === '' ? (isTls ? 465 : 587) : Number(url.port);
  const transport = createTransport({
    host,
    port,
    secure: isTls,
    ...(isTls ? {} : isLocal ? { ignoreTLS: true } : { requireTLS: true }),
    ...(url.username === '' ? {} : { auth: { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) } }),
    pool: true,
    maxConnections: 3,
    connectionTimeout: connectTimeoutMs,
    greetingTimeout: connectTimeoutMs,
    socketTimeout: answerTimeoutMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const domain = /@([^>\s]+)>?$/.exec(options.from)?.[1] ?? 'localhost';
  return {
    send: async ({ id, to, subject, text }) => {
      if (!options.gate.admit({ host, port, purpose: 'mail' }).allowed) return { kind: 'later', reason: 'not_in_register' };
      try {
        await transport.sendMail({
          from: options.from,
          to: { name: '', address: to },
          subject,
          text,
          html: renderHtml({ subject, text }),
          // A mail that is sent again because the first answer was lost carries the same id and is recognised.
          messageId: `<${id}@${domain}>`,
          headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
        });
        return { kind: 'sent' };
      } catch (error) {
        return judgeFailure(error);
      }
    },
    close: () => transport.close(),
  };
}

/** A 5xx about the recipient or the content is final; everything about us, the way, or the server's mood is not. */
function judgeFailure(error: unknown): MailResult {
  const status = read(error, 'responseCode');
  const command = read(error, 'command');
  const code = read(error, 'code');
  const isAboutTheMail = typeof command === 'string' && ['RCPT TO', 'DATA', 'MAIL FROM'].includes(command);
  if (typeof status === 'number' && status >= 500 && isAboutTheMail) return { kind: 'refused', reason: `smtp_${status}` };
  if (typeof status === 'number') return { kind: 'later', reason: `smtp_${status}` };
  return { kind: 'later', reason: typeof code === 'string' && /^[A-Z_]{1,30}$/.test(code) ? code.toLowerCase() : 'failed' };
}

function read(error: unknown, key: string): unknown {
  return typeof error === 'object' && error !== null ? Reflect.get(error, key) : undefined;
}
