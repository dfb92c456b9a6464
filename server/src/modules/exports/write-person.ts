import { once } from 'node:events';
import { PassThrough, Readable } from 'node:stream';
import yazl from 'yazl';
import { uuidOf } from '#modules/contacts';
import type { KeyRing } from '#platform/crypto/data-key';
import { readMessages, type ExportedMessage, type PersonRecord } from './collect-person.ts';
import type { ExportsContext } from './exports-context.ts';
import { htmlFoot, htmlHead, htmlMessage } from './person-html.ts';

/**
 * Everything about a person as a ZIP stream: `person.json`, `messages.json`, `person.html` and `media/`. Written piece by piece, so
 * that neither many messages nor large files need memory. `onProgress` hears of messages and files that are done. A file that is gone or never
 * arrived is left out; its message names it all the same.
 */
export function writePerson(
  ctx: ExportsContext,
  workspaceId: string,
  { person, ring }: { person: PersonRecord; ring: KeyRing },
  onProgress: () => Promise<void>,
): Readable {
  const zip = new yazl.ZipFile();
  const fill = async (): Promise<void> => {
    zip.addBuffer(Buffer.from(`${JSON.stringify(person, null, 2)}\n`), 'person.json');
    const files = new Map<string, string>();
    await addText(zip, 'messages.json', messagesJson(readMessages(ctx, workspaceId, person, ring), files, onProgress));
    await addText(zip, 'person.html', messagesHtml(ctx, workspaceId, person, ring));
    for (const [mediaId, name] of files) {
      const file = await ctx.openFile(workspaceId, uuidOf('media', mediaId));
      if (file !== null) await addStream(zip, `${name}${extensionOf(file.filename, file.mimeType)}`, await file.open());
      await onProgress();
    }
    zip.end();
  };
  const out = zip.outputStream.pipe(new PassThrough());
  fill().catch((error: unknown) => out.destroy(error instanceof Error ? error : new Error('the export could not be written')));
  return out;
}

async function* messagesJson(
  messages: AsyncGenerator<ExportedMessage>,
  files: Map<string, string>,
  onProgress: () => Promise<void>,
): AsyncGenerator<string> {
  yield '[';
  let isFirst = true;
  for await (const message of messages) {
    if (message.media_id !== null) files.set(message.media_id, `media/${message.media_id}`);
    yield `${isFirst ? '\n' : ',\n'}${JSON.stringify(message)}`;
    isFirst = false;
    await onProgress();
  }
  yield '\n]\n';
}

async function* messagesHtml(ctx: ExportsContext, workspaceId: string, person: PersonRecord, ring: KeyRing): AsyncGenerator<string> {
  yield htmlHead(person);
  for await (const message of readMessages(ctx, workspaceId, person, ring)) yield htmlMessage(message);
  yield htmlFoot();
}

/** Puts one entry in and waits until it is taken in whole, so that only one source is open at a time. */
async function addStream(zip: yazl.ZipFile, name: string, source: Readable): Promise<void> {
  zip.addReadStream(source, name);
  await once(source, 'end');
}

async function addText(zip: yazl.ZipFile, name: string, pieces: AsyncGenerator<string>): Promise<void> {
  await addStream(zip, name, Readable.from(pieces, { objectMode: false }));
}

/** The ending of a name as the sender gave it, when it is plain; else none, for the type is in the message. */
function extensionOf(filename: string | null, mimeType: string): string {
  const own = /\.[A-Za-z0-9]{1,8}$/.exec(filename ?? '')?.[0];
  if (own !== undefined) return own.toLowerCase();
  const known: Record<string, string> = {
    'image/jpeg': '.jpg',
    'image/png': '.png',
    'image/webp': '.webp',
    'video/mp4': '.mp4',
    'audio/ogg': '.ogg',
    'application/pdf': '.pdf',
  };
  return known[mimeType.split(';')[0] ?? ''] ?? '';
}
