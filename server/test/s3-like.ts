import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** An S3 in a few lines, over HTTP: enough to put, get (also a part), list and delete objects of buckets addressed by path. */
export type S3Like = {
  url: string;
  objects: Map<string, Buffer>;
  /** Method, path and whether the request was signed, in order. */
  calls: { method: string; path: string; range: string | null; isSigned: boolean }[];
  close(): Promise<void>;
};

/** Starts it on a free port of loopback. */
export async function startS3Like(): Promise<S3Like> {
  const objects: S3Like['objects'] = new Map();
  const calls: S3Like['calls'] = [];
  const server = createServer((request, response) => {
    void (async () => {
      const body = await buffer(request);
      const path = new URL(request.url ?? '/', 'http://s3').pathname;
      const range = request.headers.range ?? null;
      const isSigned = request.headers.authorization?.startsWith('AWS4-HMAC-SHA256 ') === true;
      calls.push({ method: request.method ?? '', path, range, isSigned });
      const answer = (status: number, bytes: Buffer = Buffer.alloc(0), headers: Record<string, string> = {}): void => {
        response.writeHead(status, { ...headers, 'content-length': String(bytes.byteLength) });
        response.end(bytes);
      };
      const refuse = (status: number, code: string): void =>
        answer(status, Buffer.from(`<?xml version="1.0"?><Error><Code>${code}</Code><Message>no</Message></Error>`), {
          'content-type': 'application/xml',
        });
      const object = objects.get(path);
      if (!isSigned) return refuse(403, 'AccessDenied');
      if (request.method === 'PUT') {
        if (object !== undefined && request.headers['if-none-match'] === '*') return refuse(412, 'PreconditionFailed');
        if (Number(request.headers['content-length']) !== body.byteLength) return refuse(400, 'IncompleteBody');
        objects.set(path, body);
        return answer(200, Buffer.alloc(0), { etag: '"1"' });
      }
      if (request.method === 'DELETE') {
        objects.delete(path);
        return answer(204);
      }
      const query = new URL(request.url ?? '/', 'http://s3').searchParams;
      if (request.method === 'GET' && query.get('list-type') === '2') {
        // Two at a time, so that every list has pages.
        const bucket = `${path.replace(/\/$/, '')}/`;
        const after = query.get('continuation-token') ?? '';
        const keys = [...objects.keys()]
          .filter((key) => key.startsWith(bucket + (query.get('prefix') ?? '')))
          .map((key) => key.slice(bucket.length))
          .toSorted()
          .filter((key) => key > after);
        const rows = keys
          .slice(0, 2)
          .map((key) => `<Contents><Key>${key}</Key><Size>${objects.get(bucket + key)?.byteLength ?? 0}</Size></Contents>`);
        const more =
          keys.length > 2
            ? `<IsTruncated>true</IsTruncated><NextContinuationToken>${keys[1]}</NextContinuationToken>`
            : '<IsTruncated>false</IsTruncated>';
        const text = `<?xml version="1.0"?><ListBucketResult>${more}${rows.join('')}</ListBucketResult>`;
        return answer(200, Buffer.from(text), { 'content-type': 'application/xml' });
      }
      if (object === undefined) return refuse(404, 'NoSuchKey');
      const part = /^bytes=(\d+)-(\d+)$/.exec(range ?? '');
      if (part === null) return answer(200, object);
      return answer(206, object.subarray(Number(part[1]), Number(part[2]) + 1));
    })();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, // a TCP server has no other kind of address
    objects,
    calls,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
