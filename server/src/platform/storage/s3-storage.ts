import { randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { GetObjectCommand, ListObjectsV2Command, S3Client, S3ServiceException } from '@aws-sdk/client-s3';
import { Disk } from 'flydrive';
import { S3Driver } from 'flydrive/drivers/s3';
import type { EgressGate } from '../egress/gate.ts';
import { draftFolder, writeDurably } from './disk-storage.ts';
import { isObjectName, readObjectName, StorageError } from './object-storage.ts';
import type { ListableStorage } from './object-storage.ts';

/** Where objects lie. Without keys the environment of the process gives them (instance roles and the like). */
export type S3Options = {
  bucket: string;
  region: string;
  /** For S3-likes, e.g. `https://minio.example.com`; those are addressed by path. */
  endpoint?: string | undefined;
  accessKeyId?: string | undefined;
  secretAccessKey?: string | undefined;
  /** Asked before each request, also each repeated one. */
  gate: EgressGate;
  /** What the bucket is for. Default: media. */
  purpose?: 'media_storage' | 'backup_storage';
  /** Folder on this machine in which an object is written (sealed, as it is stored) before its length is known. */
  draftsIn: string;
};

/** An S3 storage with a way to see whether it works at all. */
export type S3Storage = ListableStorage & {
  /** Writes, reads and removes a small object. Errors: whatever S3 says. */
  probe(): Promise<void>;
  close(): void;
};

const nothing = (): void => undefined;
const silent = { trace: nothing, debug: nothing, info: nothing, warn: nothing, error: nothing };

/**
 * Objects in an S3 bucket. S3 wants the length before the first byte, so an object is first written to a draft on this machine; it
 * appears in the bucket whole or not at all.
 */
export function createS3Storage(options: S3Options): S3Storage {
  const { bucket, region, endpoint, accessKeyId, secretAccessKey, purpose = 'media_storage' } = options;
  const client = new S3Client({
    region,
    ...(endpoint === undefined ? {} : { endpoint, forcePathStyle: true }),
    ...(accessKeyId === undefined || secretAccessKey === undefined ? {} : { credentials: { accessKeyId, secretAccessKey } }),
    // Checksums in trailers are unknown to most S3-likes, and every chunk proves itself anyway.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    maxAttempts: 3,
    // It would write to the console what our log keeps out of lines.
    logger: silent,
  });
  // The last step before the wire: signing and repeating lie before it, so no request goes past it.
  client.middlewareStack.add(
    (next) => (args) => {
      const { hostname, port } = readTarget(args.request);
      if (!options.gate.admit({ host: hostname, port, purpose }).allowed) throw new StorageError('not_allowed');
      return next(args);
    },
    { step: 'deserialize', priority: 'low', name: 'askGate' },
  );
  const disk = new Disk(new S3Driver({ client, bucket, visibility: 'private', supportsACL: false }));
  const drafts = path.join(options.draftsIn, draftFolder);

  const storage: ListableStorage = {
    put: async (name, source, maxBytes) => {
      readObjectName(name);
      await mkdir(drafts, { recursive: true, mode: 0o700 });
      const draft = path.join(drafts, randomBytes(16).toString('hex'));
      try {
        const sizeBytes = await writeDurably(draft, source, maxBytes);
        const body = createReadStream(draft);
        try {
          // What flydrive does not know goes to S3 as it is: an existing object is never replaced.
          await disk.putStream(name, body, { contentLength: sizeBytes, contentType: 'application/octet-stream', IfNoneMatch: '*' });
        } finally {
          body.destroy();
        }
        return { sizeBytes };
      } catch (error) {
        throw statusOf(error) === 412 ? new StorageError('exists', { cause: error }) : error;
      } finally {
        await rm(draft, { force: true });
      }
    },
    get: async (name, range) => {
      readObjectName(name);
      try {
        const Range = range === undefined ? undefined : `bytes=${range.first}-${range.last}`;
        const answer = await client.send(new GetObjectCommand({ Bucket: bucket, Key: name, ...(Range === undefined ? {} : { Range }) }));
        if (!(answer.Body instanceof Readable)) throw new Error('S3 answered without a body');
        return answer.Body;
      } catch (error) {
        throw statusOf(error) === 404 ? new StorageError('not_found', { cause: error }) : error;
      }
    },
    delete: async (name) => {
      readObjectName(name);
      await disk.delete(name);
    },
    list: async function* (prefix) {
      for (let token: string | undefined, isFirst = true; isFirst || token !== undefined; isFirst = false) {
        const page = await client.send(
          new ListObjectsV2Command({
            Bucket: bucket,
            ...(prefix === '' ? {} : { Prefix: `${prefix}/` }),
            ...(token === undefined ? {} : { ContinuationToken: token }),
          }),
        );
        for (const { Key = '', Size = 0 } of page.Contents ?? []) if (isObjectName(Key)) yield { name: Key, sizeBytes: Size };
        token = page.IsTruncated === true ? page.NextContinuationToken : undefined;
      }
    },
  };
  return {
    ...storage,
    probe: async () => {
      const name = `probe/${randomBytes(16).toString('hex')}`;
      await storage.put(name, Readable.from([Buffer.from('kabar')]), 100);
      const chunks: Buffer[] = [];
      for await (const chunk of await storage.get(name, { first: 1, last: 2 })) chunks.push(Buffer.from(chunk as Uint8Array)); // a byte stream
      await storage.delete(name);
      if (Buffer.concat(chunks).toString() !== 'ab') throw new Error('The storage gave back other bytes than those it was given.');
    },
    close: () => client.destroy(),
  };
}

/** The address of a request as the SDK gives it to its last step; an unreadable one leads nowhere that a register could name. */
function readTarget(request: unknown): { hostname: string; port: number } {
  if (typeof request !== 'object' || request === null || !('hostname' in request) || typeof request.hostname !== 'string')
    return { hostname: '', port: 0 };
  const isPlain = 'protocol' in request && request.protocol === 'http:';
  const port = 'port' in request && typeof request.port === 'number' ? request.port : isPlain ? 80 : 443;
  return { hostname: request.hostname, port };
}

/** flydrive wraps what S3 says. */
function statusOf(error: unknown): number | null {
  if (error instanceof S3ServiceException) return error.$metadata.httpStatusCode ?? null;
  return error instanceof Error && error.cause !== undefined ? statusOf(error.cause) : null;
}
