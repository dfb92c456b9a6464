import { createHmac, randomBytes } from 'node:crypto';
import { isIPv4 } from 'node:net';
import { exitCodes } from '../../exit-codes.ts';
import { CommandError } from '../command-error.ts';
import { readArguments, takeNoWords, UsageError } from '../usage-error.ts';
import { withConnection } from './connect.ts';

const patienceMs = 30_000;
const secretPrefix = 'whsec_';

/** What became of one webhook on this machine. `status` is null where nothing was to be told, or nobody answered. */
type Outcome = { status: number | null; durationMs: number; failure: string | null };

/** `kabar listen …`: shows webhooks of a workspace as they happen and hands them to a program on this machine, until Ctrl-C. Gives the exit code. */
export async function runListenCommand(args: readonly string[]): Promise<number> {
  const { values, positionals } = readArguments('listen', args, {
    url: { type: 'string' },
    'forward-to': { type: 'string' },
    events: { type: 'string' },
    full: { type: 'boolean', default: false },
    secret: { type: 'string' },
    'print-json': { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  });
  takeNoWords('listen', positionals);
  const target = values['forward-to'] === undefined ? null : readTarget(values['forward-to']);
  // Ours, and not the connection's: what is being written keeps its setting over every reconnect.
  const secret = values.secret ?? `${secretPrefix}${randomBytes(24).toString('base64')}`;
  if (!isSecret(secret)) throw new UsageError('listen', '--secret wants what an earlier listen printed, whsec_ and base64.');
  const stopping = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopping.abort());
  const say = (facts: Record<string, unknown>, sentence: string): void => {
    process.stdout.write(values.json ? `${JSON.stringify(facts)}\n` : `${sentence}\n`);
  };
  return withConnection(values.url, async ({ kabar, url }) => {
    const counts = { webhooks: 0, failed: 0 };
    const underWay = new Set<Promise<void>>();
    let isAnnounced = false;
    let isBroken = false;
    const stream = kabar.webhookListeners.stream({
      eventTypes: values.events?.split(','),
      payload: values.full ? 'full' : 'thin',
      signal: stopping.signal,
    });
    for await (const item of stream) {
      if (item.kind === 'ready' && !isAnnounced) {
        isAnnounced = true;
        const where = target === null ? '' : `\nWebhooks go to ${target.href}`;
        say(
          { event: 'ready', url, forward_to: target?.href ?? null, secret },
          `Listening at ${url}; stop with Ctrl-C.${where}\nSigned with ${secret}\n`,
        );
      } else if (item.kind === 'open' && isBroken) {
        isBroken = false;
        say({ event: 'connected' }, 'Connected again; what happened in between follows.');
      } else if (item.kind === 'broken' && !isBroken) {
        isBroken = true;
        say({ event: 'disconnected' }, 'The connection is gone; trying again …');
      } else if (item.kind === 'missed') {
        say(
          { event: 'missed' },
          'The connection was away for too long: some of what happened in between is not told here. Endpoints get it.',
        );
      } else if (item.kind === 'webhook') {
        counts.webhooks += 1;
        const { headers, body } = item;
        const work = forward(target, { ...headers, ...signatureOf(secret, headers, body) }, body).then((outcome) => {
          underWay.delete(work);
          if (outcome.failure !== null || (outcome.status !== null && outcome.status >= 300)) counts.failed += 1;
          tell(say, values['print-json'], headers, body, outcome);
        });
        underWay.add(work);
      }
    }
    await Promise.all(underWay);
    say({ event: 'done', ...counts }, `\n${counts.webhooks} webhooks${target === null ? '' : `, ${counts.failed} not taken`}.`);
    return exitCodes.ok;
  });
}

/** A port, a host with a port, or an address, always on this machine: what the rest of the world gets is an endpoint's business. */
function readTarget(text: string): URL {
  const address = /^\d+$/.test(text) ? `http://127.0.0.1:${text}` : /^https?:\/\//.test(text) ? text : `http://${text}`;
  if (!URL.canParse(address))
    throw new UsageError('listen', `--forward-to wants a port or an address such as localhost:3000/webhooks, not "${text}".`);
  const url = new URL(address);
  const isHere =
    url.hostname === 'localhost' ||
    url.hostname.endsWith('.localhost') ||
    url.hostname === '[::1]' ||
    (isIPv4(url.hostname) && url.hostname.startsWith('127.'));
  if (!isHere)
    throw new UsageError(
      'listen',
      `It forwards to this machine only, not to ${url.hostname}. For a server elsewhere make an endpoint under Developers, Webhooks.`,
    );
  return url;
}

function isSecret(text: string): boolean {
  return text.startsWith(secretPrefix) && Buffer.from(text.slice(secretPrefix.length), 'base64').length >= 16;
}

/** Source: Standard Webhooks, as in the SDK's `verifyWebhook`. */
function signatureOf(secret: string, headers: Readonly<Record<string, string>>, body: string): Record<string, string> {
  const signed = `${headers['webhook-id'] ?? ''}.${headers['webhook-timestamp'] ?? ''}.${body}`;
  const key = Buffer.from(secret.slice(secretPrefix.length), 'base64');
  return { 'webhook-signature': `v1,${createHmac('sha256', key).update(signed).digest('base64')}` };
}

async function forward(target: URL | null, headers: Record<string, string>, body: string): Promise<Outcome> {
  if (target === null) return { status: null, durationMs: 0, failure: null };
  const startedMs = performance.now();
  const lasted = (): number => Math.round(performance.now() - startedMs);
  try {
    const response = await fetch(target, { method: 'POST', headers, body, redirect: 'manual', signal: AbortSignal.timeout(patienceMs) });
    await response.body?.cancel();
    return { status: response.status, durationMs: lasted(), failure: null };
  } catch (error) {
    const isLate = error instanceof Error && error.name === 'TimeoutError';
    return {
      status: null,
      durationMs: lasted(),
      failure: isLate ? `no answer within ${patienceMs / 1_000} s` : `nothing listens at ${target.host}`,
    };
  }
}

function tell(
  say: (facts: Record<string, unknown>, sentence: string) => void,
  printsBody: boolean,
  headers: Readonly<Record<string, string>>,
  body: string,
  { status, durationMs, failure }: Outcome,
): void {
  const event = readBody(body);
  const id = headers['webhook-id'] ?? '';
  const type = typeof event === 'object' && event !== null && 'type' in event && typeof event.type === 'string' ? event.type : '?';
  const facts = { event: 'webhook', id, type, status, duration_ms: durationMs, failure, ...(printsBody ? { body: event } : {}) };
  const time = new Date().toISOString().slice(11, 19);
  const answer = failure ?? (status === null ? '' : `${status} after ${durationMs} ms`);
  const shown = printsBody ? `\n${JSON.stringify(event, null, 2)}` : '';
  say(facts, `${time}  ${type.padEnd(28)} ${id}${answer === '' ? '' : `  →  ${answer}`}${shown}`);
}

function readBody(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch (cause) {
    throw new CommandError(
      'answer_unreadable',
      exitCodes.failed,
      'A webhook came that is no JSON. Is this program older than the server?',
      {},
      { cause },
    );
  }
}
