import { createServer } from 'node:http';
import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseBigIntSafeJson, splitWebhook } from '@kabar/cloud-api';
import type { WebhookUnit, WebhookUnitKind } from '@kabar/cloud-api';
import { request } from 'undici';
import { onTestFinished } from 'vitest';
import { createEmulatorControl } from '../control-client.ts';
import type { ConnectionInfo, EmulatorControl } from '../control-client.ts';
import type { Emulator } from '../emulator.ts';
import { runEmulator } from '../run.ts';

/** One POST that the receiver got. */
export interface ReceivedPost {
  raw: Buffer;
  headers: IncomingHttpHeaders;
  atMs: number;
}

/** A business that receives webhooks. */
export interface Receiver {
  url: string;
  posts: ReceivedPost[];
  handshakes: URLSearchParams[];
  verifyToken: string;
  /** Decides each answer; 200 by default. */
  answer: (response: ServerResponse, post: ReceivedPost) => void;
  units(): WebhookUnit[];
  ofKind<Kind extends WebhookUnitKind>(kind: Kind): Extract<WebhookUnit, { kind: Kind }>[];
  /** Status names of one message, in order of arrival. */
  statusesOf(wamid: string): string[];
}

/** Starts a receiver on a free port; it goes with the test. */
export async function startReceiver(): Promise<Receiver> {
  const receiver: Receiver = {
    url: '',
    posts: [],
    handshakes: [],
    verifyToken: 'a shared word',
    answer: (response) => response.end(),
    units: () =>
      receiver.posts.flatMap((post) => {
        const outcome = parseBigIntSafeJson(post.raw);
        return outcome.ok ? splitWebhook(outcome.value) : [];
      }),
    ofKind: <Kind extends WebhookUnitKind>(kind: Kind) =>
      receiver.units().filter((unit): unit is Extract<WebhookUnit, { kind: Kind }> => unit.kind === kind),
    statusesOf: (wamid) => receiver.ofKind('status').flatMap((unit) => (unit.value.id === wamid ? [unit.value.status] : [])),
  };
  const server = createServer((incoming, response) => {
    const url = new URL(incoming.url ?? '/', 'http://receiver');
    if (incoming.method === 'GET') {
      receiver.handshakes.push(url.searchParams);
      const isKnown = url.searchParams.get('hub.verify_token') === receiver.verifyToken;
      response.statusCode = isKnown ? 200 : 403;
      response.end(isKnown ? url.searchParams.get('hub.challenge') : 'no');
      return;
    }
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const post = { raw: Buffer.concat(chunks), headers: incoming.headers, atMs: Date.now() };
      receiver.posts.push(post);
      receiver.answer(response, post);
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  receiver.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks`; // a listening TCP server has one
  onTestFinished(
    () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  );
  return receiver;
}

/** Answer of a Graph call. Bodies are looked into freely by tests. */
export interface GraphReply {
  status: number;
  // oxlint-disable-next-line typescript/no-explicit-any -- tests reach into answers of many shapes
  body: any;
}

/** An emulator for one test, with a receiver that is subscribed to the seeded business. */
export interface TestEmulator {
  url: string;
  emulator: Emulator;
  control: EmulatorControl;
  info: ConnectionInfo;
  numberId: string;
  receiver: Receiver;
  graph(method: string, path: string, body?: unknown, bearer?: string | null): Promise<GraphReply>;
  /** Sends a message from the first number; gives the reply and, when accepted, the wamid. */
  send(message: Record<string, unknown>): Promise<GraphReply & { wamid: string }>;
  sendText(to: string, body?: string): Promise<GraphReply & { wamid: string }>;
}

/** Starts an in-memory emulator with quick statuses. */
export async function startTestEmulator(): Promise<TestEmulator> {
  const running = await runEmulator({ host: '127.0.0.1', port: 0, smtpPort: 0, dataDir: null, exitWithParent: false, seed: 7 });
  const control = createEmulatorControl(running.url);
  onTestFinished(async () => {
    await control.close();
    await running.close();
  });
  const receiver = await startReceiver();
  const info = await control.info();
  await control.updateApp(info.appId, { callbackUrl: receiver.url, verifyToken: receiver.verifyToken });
  await control.subscribe(info.wabaId, info.appId);
  const quick = { minMs: 0, maxMs: 2 };
  await control.setBehaviours({
    statuses: { sentDelay: quick, deliveredDelay: quick, readDelay: quick, failedDelay: quick },
    templates: { reviewDelayMs: 5 },
  });
  const numberId = info.numbers[0]?.phoneNumberId ?? '';

  async function graph(method: string, path: string, body?: unknown, bearer: string | null = info.accessToken): Promise<GraphReply> {
    const isForm = body instanceof FormData || body instanceof URLSearchParams;
    const answer = await fetch(`${running.url}/v26.0/${path}`, {
      method,
      headers: {
        ...(bearer === null ? {} : { authorization: `Bearer ${bearer}` }),
        ...(body === undefined || isForm ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: isForm ? body : JSON.stringify(body) }),
    });
    return { status: answer.status, body: await answer.json() };
  }

  async function send(message: Record<string, unknown>): Promise<GraphReply & { wamid: string }> {
    const reply = await graph('POST', `${numberId}/messages`, { messaging_product: 'whatsapp', ...message });
    return { ...reply, wamid: reply.status === 200 ? String(reply.body.messages?.[0]?.id) : '' };
  }

  return {
    url: running.url,
    emulator: running.emulator,
    control,
    info,
    numberId,
    receiver,
    graph,
    send,
    sendText: (to, body = 'Hello') => send({ to, type: 'text', text: { body } }),
  };
}

/** A message template send to `to`, with text parameters for the body. */
export function templateMessage(to: string, name: string, parameters: string[] = []): Record<string, unknown> {
  const body = { type: 'body', parameters: parameters.map((text) => ({ type: 'text', text })) };
  return {
    to,
    type: 'template',
    template: { name, language: { code: 'en_US' }, ...(parameters.length > 0 ? { components: [body] } : {}) },
  };
}

/** A small valid PNG. */
export const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

/** Raw GET, for addresses outside the Graph. */
export async function get(
  url: string,
  headers: Record<string, string> = {},
): Promise<{ status: number; body: Buffer; headers: Record<string, unknown> }> {
  const answer = await request(url, { headers });
  return { status: answer.statusCode, body: Buffer.from(await answer.body.arrayBuffer()), headers: answer.headers };
}

/** Phone numbers of the seeded people. */
export const PHONES = { sari: '6281200000101', budi: '6281200000102', ana: '5531988880103', priya: '919800000104' } as const;
