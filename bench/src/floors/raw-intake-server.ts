import { createHmac, createSecretKey, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';

/** Floor F1: a raw server that checks the signature, parses, stores nothing and answers 200. Prints its port. */
const key = createSecretKey(Buffer.from(process.argv[2] ?? '', 'utf8'));
const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const body = Buffer.concat(chunks);
    const given = Buffer.from(String(request.headers['x-hub-signature-256'] ?? '').slice(7), 'hex');
    const own = createHmac('sha256', key).update(body).digest();
    const ok = given.length === own.length && timingSafeEqual(given, own);
    JSON.parse(body.toString());
    response.writeHead(ok ? 200 : 401, { 'content-length': '2' });
    response.end('ok');
  });
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.stdout.write(`${typeof address === 'object' && address !== null ? address.port : ''}\n`);
});
