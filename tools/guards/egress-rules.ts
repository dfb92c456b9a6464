import { lineAt, type Finding, type SourceFile } from './guard.ts';

/** Ways to open a connection, as they stand in source. Types alone open none. */
const ways: readonly { pattern: RegExp; what: string }[] = [
  { pattern: /(?<![\w.])fetch\s*\(/g, what: 'fetch' },
  { pattern: /\bnew\s+(?:WebSocket|EventSource|XMLHttpRequest)\b/g, what: 'a browser connection' },
  { pattern: /^import (?!type\b)[^;]*from 'undici'/gm, what: 'undici' },
  { pattern: /^import (?!type\b)[^;]*from 'nodemailer'/gm, what: 'nodemailer' },
  { pattern: /^import (?!type\b)[^;]*from '(?:@aws-sdk\/|@smithy\/|flydrive)[^']*'/gm, what: 'an S3 client' },
  { pattern: /^import (?!type\b)\{[^}]*\b(?:connect|createConnection|Socket)\b(?!:)[^}]*\} from 'node:net'/gm, what: 'node:net' },
  { pattern: /^import (?!type\b)[^;]*from 'node:(?:http|https|http2|tls|dgram)'/gm, what: 'a client of Node' },
  {
    pattern: /(?:\bimport\s*\(|\brequire\s*\()\s*['"](?:node:)?(?:http|https|http2|tls|net|dgram|undici)['"]/g,
    what: 'a client loaded at run time',
  },
  { pattern: /\bnew\s+pg\.(?:Client|Pool)\b|\bnew\s+(?:Pool|Client|PgBoss)\s*\(/g, what: 'a database client' },
];

/** The files that may open connections, each with what makes it safe. Everything else asks one of them. */
export const waysOut: Readonly<Record<string, string>> = {
  'server/src/platform/egress/egress.ts': 'asks the gate before every request',
  'server/src/platform/mail/smtp-transport.ts': 'asks the gate before every mail',
  'server/src/platform/storage/s3-storage.ts': 'asks the gate as the last step before the wire',
  'server/src/modules/media/scanner.ts': 'asks the gate before clamd is connected to',
  'server/src/platform/db/database.ts': 'the database, which holds the register itself; its region is judged at start and by the doctor',
  'server/src/platform/db/migrate.ts': 'the same database',
  'server/src/platform/db/connect-client.ts': 'the same database, and for a restore the one that the operator names at the terminal',
  'server/src/platform/db/schema-dump.ts': 'the same database',
  'server/src/platform/db/embedded/embedded.ts': 'the database on this machine',
  'server/src/platform/events/notifications.ts': 'the same database',
  'server/src/platform/jobs/install.ts': 'the same database',
  'server/src/platform/jobs/jobs.ts': 'the same database',
  'server/src/platform/events/sse-stream.ts': 'writes to a socket that a browser opened',
  'server/src/roles/quickstart.ts': 'asks the API and the emulator on this machine at the first set-up',
  'server/src/roles/commands/client/emulator-client.ts': 'asks the emulator on this machine, for a person who fills a trial installation',
  'server/src/roles/commands/client/listen-command.ts':
    'a program of a developer hands webhooks to another one on the same machine, and to no other',
  'server/src/platform/tls/secure-listener.ts': 'answers and asks nobody',
  'server/src/platform/tls/redirect-server.ts': 'answers and asks nobody',
  'server/src/roles/checks/network.ts': 'the doctor asks whether port and mail server answer; it carries no data',
  'server/src/modules/promises/checks/transport.ts': 'asks the own public address which TLS it speaks; it carries no data',
  'server/src/roles/checks/database.ts': 'the doctor, the same database',
  'server/src/roles/checks/keys.ts': 'the doctor, the same database',
  'server/src/roles/checks/meta.ts':
    'the doctor asks whether Meta can be reached, without a token and with nothing of anybody; and the same database',
  'server/src/roles/checks/tls.ts': 'the doctor asks the own public address for its certificate; it carries no data',
  'server/src/roles/checks/recipients.ts': 'the doctor, the same database',
};

/**
 * Nobody opens a connection around the gate. `sources` are the server's files without tests; `allowed` the files that may, with their reasons. An
 * entry that is not needed any more is a finding, too.
 */
export function checkWaysOut(sources: readonly SourceFile[], allowed: Readonly<Record<string, string>>): Finding[] {
  const used = new Set<string>();
  const findings: Finding[] = [];
  for (const source of sources) {
    const text = source.text.replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, (comment) => comment.replaceAll(/[^\n]/g, ' '));
    for (const { pattern, what } of ways) {
      for (const match of text.matchAll(pattern)) {
        if (source.name in allowed) used.add(source.name);
        else
          findings.push({
            file: source.name,
            line: lineAt(text, match.index),
            message: `opens a connection by ${what} around the register of recipients; use platform/egress, or name the file in tools/guards/egress-rules.ts with its reason`,
          });
      }
    }
  }
  for (const name of Object.keys(allowed)) {
    if (!used.has(name))
      findings.push({ file: 'tools/guards/egress-rules.ts', message: `${name} opens no connection; remove it from the list` });
  }
  return findings;
}
