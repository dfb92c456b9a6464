import { createHash } from 'node:crypto';
import { openAsBlob } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Kabar, KabarError, type Media, type MessageStory, type SendMessageResponse } from '@kabar/sdk';
import { exitCodes } from '../../exit-codes.ts';
import { CommandError } from '../command-error.ts';
import { createProgressView } from '../progress-bar.ts';
import { readArguments, readCount, takeNoWords, UsageError } from '../usage-error.ts';
import { issuesOf, withConnection } from './connect.ts';

type Body = Parameters<Kabar['messages']['send']>[0];
type Choices = ReturnType<typeof readChoices>['values'];

const pollMs = 500;
const atOnce = 8;

/** States in which nothing happens any more without somebody's doing. */
const settled: ReadonlySet<string> = new Set(['delivered', 'read', 'failed', 'skipped', 'held', 'unknown', 'cancelled']);
const arrived: ReadonlySet<string> = new Set(['delivered', 'read']);

/** `kabar send …`. Gives the exit code: 0 when accepted, with `--wait` when delivered. */
export async function runSendCommand(args: readonly string[]): Promise<number> {
  const { values, positionals } = readChoices(args);
  takeNoWords('send', positionals);
  const timeoutSeconds = readCount('send', 'timeout', values.timeout, 1, 86_400);
  return withConnection(values.url, async ({ kabar }) => {
    if (values.file !== undefined) return sendFile(kabar, values.file, values);
    const body = await bodyOf(kabar, values);
    const sent = await kabar.messages.send(body, { idempotencyKey: values.key });
    print(values.json, { event: 'accepted', id: sent.id, status: sent.status }, `${sent.id} is accepted (${sent.status}).`);
    return values.wait ? follow(kabar, sent, timeoutSeconds, values.json) : exitCodes.ok;
  });
}

function readChoices(args: readonly string[]) {
  return readArguments('send', args, {
    url: { type: 'string' },
    from: { type: 'string' },
    to: { type: 'string' },
    contact: { type: 'string' },
    text: { type: 'string' },
    template: { type: 'string' },
    language: { type: 'string', default: 'en' },
    variable: { type: 'string', multiple: true },
    media: { type: 'string' },
    caption: { type: 'string' },
    file: { type: 'string' },
    key: { type: 'string' },
    wait: { type: 'boolean', default: false },
    timeout: { type: 'string', default: '60' },
    json: { type: 'boolean', default: false },
  });
}

async function bodyOf(kabar: Kabar, choices: Choices): Promise<Body> {
  const { to, contact } = choices;
  if ((to === undefined) === (contact === undefined)) throw new UsageError('send', 'Say to whom: --to PHONE or --contact ID.');
  const contents = [choices.text, choices.template, choices.media].filter((each) => each !== undefined);
  if (contents.length !== 1) throw new UsageError('send', 'Say what to send: one of --text, --template and --media.');
  const number_id = await numberOf(kabar, choices.from);
  const recipient = to === undefined ? { contact_id: contact } : { to };
  if (choices.text !== undefined) return { number_id, ...recipient, type: 'text', text: { body: choices.text } };
  if (choices.template !== undefined) {
    const parameters = (choices.variable ?? []).map((value) => ({ type: 'text' as const, text: value }));
    const components = parameters.length === 0 ? {} : { components: [{ type: 'body' as const, parameters }] };
    return {
      number_id,
      ...recipient,
      type: 'template',
      template: { name: choices.template, language: { code: choices.language }, ...components },
    };
  }
  const media = await upload(kabar, choices.media ?? '', number_id);
  const caption = choices.caption === undefined ? {} : { caption: choices.caption };
  return {
    number_id,
    ...recipient,
    type: media.kind,
    [media.kind]: { id: media.id, ...(media.kind === 'document' ? { filename: media.filename ?? undefined } : {}), ...caption },
  };
}

async function upload(kabar: Kabar, path: string, numberId: string): Promise<Media> {
  const file = await openAsBlob(path).catch((cause: unknown) => {
    throw new CommandError('file_unreadable', exitCodes.failed, `${path} cannot be read.`, {}, { cause });
  });
  return kabar.media.upload(file, { filename: basename(path), numberId, timeoutMs: 600_000 });
}

/** The number that sends: the one that is named, else the only one that is connected. */
async function numberOf(kabar: Kabar, from: string | undefined): Promise<string> {
  if (from?.startsWith('num_') === true) return from;
  const numbers: { id: string; phone: string; status: string }[] = [];
  for await (const { id, display_phone_number, status } of kabar.numbers.each()) numbers.push({ id, phone: display_phone_number, status });
  const digits = (phone: string): string => phone.replaceAll(/\D/g, '');
  const fitting = numbers.filter((number) => (from === undefined ? number.status === 'connected' : digits(number.phone) === digits(from)));
  const [only] = fitting;
  if (only !== undefined && fitting.length === 1) return only.id;
  const list = numbers.map(({ id, phone, status }) => `\n  ${id}  ${phone}  ${status}`).join('');
  if (numbers.length === 0)
    throw new CommandError('no_number', exitCodes.refused, 'No number is connected yet. Connect one under Settings, Numbers.');
  throw new CommandError('number_unclear', exitCodes.badUsage, `Say which number sends, with --from:${list}`);
}

/** Shows each state as it comes, until nothing more happens by itself. */
async function follow(kabar: Kabar, sent: SendMessageResponse, timeoutSeconds: number, json: boolean): Promise<number> {
  const until = performance.now() + timeoutSeconds * 1_000;
  let shown: string = sent.status;
  for (;;) {
    const story: MessageStory = await kabar.messages.get(sent.id);
    const { status, reason } = story;
    if (status !== shown) {
      shown = status;
      const why = reason === null ? '' : `: ${reason.title}. ${reason.next_step}`;
      print(
        json,
        { event: 'status', id: sent.id, status, reason: reason === null ? null : { title: reason.title, next_step: reason.next_step } },
        `${status}${why}`,
      );
    }
    if (settled.has(status)) return arrived.has(status) ? exitCodes.ok : exitCodes.refused;
    if (performance.now() > until)
      throw new CommandError(
        'still_under_way',
        exitCodes.unavailable,
        `After ${timeoutSeconds} s it is ${status}. It goes on by itself; see npx kabar send --help.`,
        { id: sent.id, status },
      );
    await sleep(pollMs);
  }
}

/** Sends a file of bodies, several at once, each under a key made from the file and its place in it: run again, nothing is sent twice. */
async function sendFile(kabar: Kabar, path: string, choices: Choices): Promise<number> {
  if (
    choices.to !== undefined ||
    choices.text !== undefined ||
    choices.template !== undefined ||
    choices.media !== undefined ||
    choices.wait
  )
    throw new UsageError('send', 'With --file, everything about a message stands in the file.');
  const content =
    path === '-'
      ? await text(process.stdin)
      : await readFile(path, 'utf8').catch((cause: unknown) => {
          throw new CommandError('file_unreadable', exitCodes.failed, `${path} cannot be read.`, {}, { cause });
        });
  const rows = content
    .split('\n')
    .flatMap((line, index) => (line.trim() === '' ? [] : [{ line: index + 1, body: readBody(line, index + 1) }]));
  const batch = choices.key ?? createHash('sha256').update(content).digest('hex').slice(0, 32);
  const from = rows.some(({ body }) => !('number_id' in body)) ? await numberOf(kabar, choices.from) : '';
  const view = createProgressView(choices.json);
  const waiting = rows.values();
  const counts = { accepted: 0, refused: 0 };
  const work = async (): Promise<void> => {
    for (const { line, body } of waiting) {
      try {
        // The server judges the body; a line that it refuses is told with its number.
        const sent = await kabar.messages.send({ number_id: from, ...body } as Body, { idempotencyKey: `${batch}-${line}` });
        counts.accepted += 1;
        if (choices.json) print(true, { event: 'accepted', line, id: sent.id, status: sent.status }, '');
      } catch (error) {
        if (!(error instanceof KabarError) || error.status === null || error.retryable || error.status === 401) throw error;
        counts.refused += 1;
        view.end();
        const { code } = error;
        const issues = issuesOf(error);
        const message = issues.length === 0 ? error.message : issues.map((issue) => `${issue.path} ${issue.message}`).join('; ');
        if (choices.json) print(true, { event: 'refused', line, code, message }, '');
        else process.stderr.write(`Line ${line}: ${message} (${code})\n`);
      }
      if (!choices.json) view.show('Messages', counts.accepted + counts.refused, rows.length, 'rows');
    }
  };
  try {
    await Promise.all(Array.from({ length: atOnce }, work));
  } finally {
    view.end();
  }
  print(choices.json, { event: 'done', ...counts }, `${counts.accepted} accepted, ${counts.refused} refused.`);
  return counts.refused === 0 ? exitCodes.ok : exitCodes.refused;
}

function readBody(line: string, at: number): Record<string, unknown> {
  try {
    const body: unknown = JSON.parse(line);
    if (typeof body === 'object' && body !== null && !Array.isArray(body)) return { ...body };
  } catch {
    // Said below, with the number of the line.
  }
  throw new CommandError('file_unreadable', exitCodes.refused, `Line ${at} is no JSON object. Nothing was sent.`, { line: at });
}

function print(json: boolean, facts: Record<string, unknown>, sentence: string): void {
  process.stdout.write(json ? `${JSON.stringify(facts)}\n` : `${sentence}\n`);
}
