import type { ServerResponse } from 'node:http';
import { presentChatMessage } from '../customers/present-chat-message.ts';
import type { Emulator } from '../emulator.ts';
import type { PhoneEvent } from '../phone-events.ts';

const PING_MS = 15_000;

/**
 * `GET /emulator/stream?customer=`: what happens on one customer's phone, or everything, as server-sent events. A page that was
 * away reads the chats again; nothing is replayed.
 */
export function handleStream(emulator: Emulator, response: ServerResponse, url: URL): void {
  const customerId = url.searchParams.get('customer');
  response.writeHead(200, {
    'content-type': 'text/event-stream',
    'cache-control': 'no-store',
    connection: 'keep-alive',
  });
  response.write('retry: 1000\n\n');
  const send = (event: PhoneEvent) => {
    if (customerId !== null && 'customerId' in event && event.customerId !== customerId) return;
    const data = event.type === 'message' ? { ...event, message: presentChatMessage(emulator, event.message) } : event;
    response.write(`data: ${JSON.stringify(data)}\n\n`);
  };
  const unsubscribe = emulator.events.subscribe(send);
  const ping = setInterval(() => response.write(': ping\n\n'), PING_MS);
  // The response closes with the connection; the request already does when its (empty) body was read.
  response.once('close', () => {
    clearInterval(ping);
    unsubscribe();
  });
}
