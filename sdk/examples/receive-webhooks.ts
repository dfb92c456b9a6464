import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { verifyWebhook, WebhookVerificationError } from '@kabar/sdk';

const keys = (process.env['WEBHOOK_SECRETS'] ?? '').split(',');
const done = new Set<string>();

async function receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    const { id, payload } = await verifyWebhook<{ type: string }>({ body: await buffer(request), headers: request.headers, keys });
    // The same event may come again: its id stays the same.
    if (!done.has(id)) console.log(`${payload.type} (${id})`);
    done.add(id);
    response.writeHead(204).end();
  } catch (error) {
    if (!(error instanceof WebhookVerificationError)) throw error;
    console.error(error.message);
    response.writeHead(400).end();
  }
}

const server = createServer((request, response) => void receive(request, response));
server.listen(Number(process.env['PORT'] ?? 8080), '127.0.0.1', () => console.log('listening', server.address()));
