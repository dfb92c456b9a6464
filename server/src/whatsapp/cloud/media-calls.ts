import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { mediaUploadResponseSchema } from '@kabar/cloud-api';
import { noAnswerError, readErrorAnswer } from '../provider-error.ts';
import type { CallOptions, CallOutcome, Connection, MediaDownload, MediaFacts, UploadFile } from '../provider.ts';
import { callGraph, readJson, readSuccess } from './graph-call.ts';
import { readMedia } from './read-facts.ts';
import type { Transport } from './transport.ts';

/** 100 MB at 1 MB/s, with room. */
const transferTimeoutMs = 180_000;

/** Uploads one file; the id that comes back is valid for 30 days. Source: Meta for Developers, "Media", 2025-11. */
export async function uploadMedia(
  transport: Transport,
  connection: Connection,
  file: UploadFile,
  options: CallOptions = {},
): Promise<CallOutcome<{ mediaId: string }>> {
  const boundary = `kabar-${randomBytes(12).toString('hex')}`;
  const head = Buffer.from(
    field(boundary, 'messaging_product', 'whatsapp') +
      field(boundary, 'type', file.mimeType) +
      `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${quoteFilename(file.filename)}"\r\nContent-Type: ${file.mimeType}\r\n\r\n`,
  );
  const tail = Buffer.from(`\r\n--${boundary}--\r\n`);
  const content = await file.open();
  const outcome = await callGraph(
    transport,
    connection,
    {
      method: 'POST',
      path: `/${connection.phoneNumberId}/media`,
      stream: {
        contentType: `multipart/form-data; boundary=${boundary}`,
        sizeBytes: head.byteLength + file.sizeBytes + tail.byteLength,
        body: Readable.from(framed(head, content, tail), { objectMode: false }),
      },
      timeoutMs: transferTimeoutMs,
    },
    (body) => {
      const parsed = mediaUploadResponseSchema.safeParse(body);
      return parsed.success ? { mediaId: parsed.data.id } : null;
    },
    options,
  );
  content.destroy();
  return outcome;
}

/** Where a file can be fetched, for five minutes. */
export function mediaInfo(
  transport: Transport,
  connection: Connection,
  mediaId: string,
  options: CallOptions = {},
): Promise<CallOutcome<MediaFacts>> {
  return callGraph(
    transport,
    connection,
    { method: 'GET', path: `/${encodeURIComponent(mediaId)}`, query: { phone_number_id: connection.phoneNumberId } },
    readMedia,
    options,
  );
}

/** Removes a file from WhatsApp's own storage. */
export async function deleteMedia(
  transport: Transport,
  connection: Connection,
  mediaId: string,
  options: CallOptions = {},
): Promise<CallOutcome<null>> {
  const outcome = await callGraph(
    transport,
    connection,
    { method: 'DELETE', path: `/${encodeURIComponent(mediaId)}`, query: { phone_number_id: connection.phoneNumberId } },
    readSuccess,
    options,
  );
  return outcome.ok ? { ok: true, value: null } : outcome;
}

/** Starts a download. The token travels to `url`, so only WhatsApp's own hosts are asked. */
export async function downloadMedia(
  transport: Transport,
  connection: Connection,
  url: string,
  options: CallOptions = {},
): Promise<CallOutcome<MediaDownload>> {
  if (!isProviderUrl(connection, url)) {
    return {
      ok: false,
      unreachable: false,
      error: {
        ...noAnswerError(false),
        title: 'Address refused',
        retry: 'N',
        class: 'media',
        plainReason: 'The file lies at an address that is not of WhatsApp.',
        nextStep: 'Nothing can be done; the file is not fetched.',
      },
    };
  }
  const { origin, pathname, search } = new URL(url);
  const answer = await transport({
    purpose: 'messaging',
    method: 'GET',
    origin,
    path: pathname + search,
    // Meta's file servers refuse requests without a user agent.
    headers: { authorization: `Bearer ${connection.accessToken}`, 'user-agent': 'kabar' },
    body: null,
    timeoutMs: transferTimeoutMs,
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  });
  if (answer.kind === 'no_answer') return { ok: false, error: noAnswerError(answer.wasSent), unreachable: true };
  if (answer.status !== 200) {
    return { ok: false, error: readErrorAnswer(answer.status, await readJson(answer)), unreachable: answer.status >= 500 };
  }
  const length = Number(answer.headers['content-length']);
  const mimeType = answer.headers['content-type'];
  return {
    ok: true,
    value: {
      body: answer.stream(),
      mimeType: typeof mimeType === 'string' ? mimeType : null,
      sizeBytes: Number.isSafeInteger(length) && length >= 0 ? length : null,
    },
  };
}

const providerHosts = ['facebook.com', 'fbsbx.com', 'fbcdn.net', 'whatsapp.net', 'whatsapp.com'];

/** True for the API's own origin and, over https, for hosts of Meta. */
export function isProviderUrl(connection: Connection, url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { origin, protocol, hostname, username, password } = new URL(url);
  if (username !== '' || password !== '') return false;
  if (origin === new URL(connection.baseUrl).origin) return true;
  return protocol === 'https:' && providerHosts.some((host) => hostname === host || hostname.endsWith(`.${host}`));
}

async function* framed(head: Buffer, content: Readable, tail: Buffer): AsyncGenerator<Buffer> {
  yield head;
  for await (const chunk of content) yield chunk;
  yield tail;
}

function field(boundary: string, name: string, value: string): string {
  return `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
}

/** Percent-encoding of the three characters that would end the header, as browsers do it (HTML form-data rules). */
function quoteFilename(name: string): string {
  return name.replaceAll('"', '%22').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}
