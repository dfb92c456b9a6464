import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Emulator } from '../emulator.ts';
import { respond, respondJson } from '../http/exchange.ts';
import { readForm } from '../http/form.ts';
import { blockUsers } from './block-users.ts';
import { authenticate, bearerOf } from './call.ts';
import type { GraphAnswer, GraphCall } from './call.ts';
import { strikeBefore } from './faults.ts';
import { GraphError, tableError, unknownNode } from './graph-error.ts';
import { deleteMedia, getMedia, uploadMedia } from './media.ts';
import { handleMessages, respondGraphError } from './messages-endpoint.ts';
import { listPhoneNumbers, phoneNumberNode, registerNumber, updateNumber, verifyNumber } from './phone-numbers.ts';
import { businessProfile } from './profile.ts';
import { resumableUpload } from './resumable-upload.ts';
import { createTemplate, deleteTemplates, editTemplate, listTemplates, templateNode, unpauseTemplate } from './templates.ts';
import { accessToken, debugToken } from './tokens.ts';
import { businessWabas, wabaNode } from './waba.ts';
import { listAppSubscriptions, subscribeApp, subscribedApps, unsubscribeApp } from './webhook-subscriptions.ts';

/** The Graph versions that answer. v20 expired on 2026-09-24. Source: "Changelog", 2026-07-29. */
export const GRAPH_VERSIONS = { oldest: 21, newest: 26 } as const;

type NodeKind = 'number' | 'waba' | 'template' | 'media' | 'app' | 'business';
type Handler = (emulator: Emulator, call: GraphCall, id: string) => GraphAnswer | Promise<GraphAnswer>;

const routes: Readonly<Record<string, Handler>> = {
  'GET number': phoneNumberNode,
  'POST number': updateNumber,
  'POST number/register': registerNumber,
  'POST number/deregister': registerNumber,
  'POST number/request_code': verifyNumber,
  'POST number/verify_code': verifyNumber,
  'POST number/media': uploadMedia,
  'GET number/whatsapp_business_profile': businessProfile,
  'POST number/whatsapp_business_profile': businessProfile,
  'GET number/block_users': blockUsers,
  'POST number/block_users': blockUsers,
  'DELETE number/block_users': blockUsers,
  'GET waba': wabaNode,
  'GET waba/phone_numbers': listPhoneNumbers,
  'GET waba/message_templates': listTemplates,
  'POST waba/message_templates': createTemplate,
  'DELETE waba/message_templates': deleteTemplates,
  'GET waba/subscribed_apps': subscribedApps,
  'POST waba/subscribed_apps': subscribedApps,
  'DELETE waba/subscribed_apps': subscribedApps,
  'GET template': templateNode,
  'POST template': editTemplate,
  'POST template/unpause': unpauseTemplate,
  'GET media': getMedia,
  'DELETE media': deleteMedia,
  'GET app/subscriptions': listAppSubscriptions,
  'POST app/subscriptions': subscribeApp,
  'DELETE app/subscriptions': unsubscribeApp,
  'POST app/uploads': resumableUpload,
  'GET business/owned_whatsapp_business_accounts': businessWabas,
  'GET business/client_whatsapp_business_accounts': businessWabas,
};

function kindOf(emulator: Emulator, id: string): NodeKind | undefined {
  const { world } = emulator;
  if (world.numbers.has(id)) return 'number';
  if (world.wabas.has(id)) return 'waba';
  if (world.templates.has(id)) return 'template';
  if (world.media.has(id)) return 'media';
  if (world.apps.has(id)) return 'app';
  for (const waba of world.wabas.values()) if (waba.businessId === id) return 'business';
  return undefined;
}

/** `/v26.0/…` split into version and path; undefined for a path without a version. */
function versionOf(pathname: string): { version: number; path: string[] } | undefined {
  const match = /^\/v(\d{1,3})\.(\d)\/(.*)$/.exec(pathname);
  if (!match) return undefined;
  const path = (match[3] ?? '').split('/').filter((part) => part !== '');
  return { version: Number(match[1]), path: path.map((part) => decodeURIComponent(part)) };
}

async function dispatch(emulator: Emulator, call: GraphCall): Promise<GraphAnswer> {
  const [id = '', edge] = call.path;
  if (id === 'debug_token') return debugToken(emulator, call);
  if (id === 'me' || call.path.length > 2) throw unknownNode(id);
  if (id.startsWith('upload:')) return resumableUpload(emulator, call, id);
  const kind = kindOf(emulator, id);
  if (kind === undefined) throw unknownNode(id);
  const handler = routes[`${call.method} ${kind}${edge === undefined ? '' : `/${edge}`}`];
  if (!handler) throw unknownNode(edge ?? id);
  return handler(emulator, call, id);
}

function wabaOf(emulator: Emulator, id: string): string | undefined {
  if (emulator.world.wabas.has(id)) return id;
  return emulator.world.numbers.get(id)?.wabaId ?? emulator.world.templates.get(id)?.wabaId;
}

async function answerCall(
  emulator: Emulator,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
  target: { version: number; path: string[] },
  body: Buffer,
): Promise<void> {
  try {
    if (target.path.join('/') === 'oauth/access_token') {
      const answer = accessToken(emulator, url.searchParams);
      respondJson(response, 200, answer);
      return;
    }
    const token = authenticate(emulator.world, bearerOf(request.headers.authorization, url.searchParams), emulator.clock.nowMs());
    const app = emulator.world.apps.get(token.appId);
    if (!app) throw new GraphError(190, 'Invalid OAuth access token - Cannot find the application.');
    const wabaId = wabaOf(emulator, target.path[0] ?? '');
    if (wabaId !== undefined && !emulator.rateLimiter.takeCall(token.appId, wabaId)) throw tableError(80007);
    const contentType = request.headers['content-type'] ?? '';
    const isRaw = target.path[0]?.startsWith('upload:') === true;
    let files = {};
    let fields: Record<string, unknown> = {};
    if (!isRaw) {
      try {
        ({ fields, files } = await readForm(body, contentType));
      } catch {
        throw new GraphError(100, 'Invalid parameter', { details: 'The request body could not be read' });
      }
    }
    const call: GraphCall = {
      method: request.method ?? 'GET',
      version: target.version,
      path: target.path,
      query: url.searchParams,
      params: { ...Object.fromEntries(url.searchParams), ...fields },
      files,
      rawBody: body,
      token,
      app,
      baseUrl: `${url.protocol}//${url.host}`,
    };
    const answer = await dispatch(emulator, call);
    emulator.store.afterCommit(() => {
      if (answer.bytes) respond(response, 200, answer.bytes.contentType, answer.bytes.body);
      else
        respondJson(response, answer.httpStatus ?? 200, answer.json, {
          'x-app-usage': '{"call_count":1,"total_cputime":1,"total_time":1}',
          'facebook-api-version': `v${target.version}.0`,
        });
    });
  } catch (error) {
    respondGraphError(emulator, response, error);
  }
}

/** True for paths of the Graph. */
export function isGraphPath(path: string): boolean {
  return /^\/v\d/.test(path);
}

/**
 * Answers one call of the Graph with its complete body.
 * Errors: every refusal is written in Meta's form; a defect of the emulator itself rejects.
 */
export async function handleGraph(
  emulator: Emulator,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
  body: Buffer,
): Promise<void> {
  const target = versionOf(url.pathname);
  if (!target || target.version < GRAPH_VERSIONS.oldest || target.version > GRAPH_VERSIONS.newest) {
    const error = new GraphError(2500, `Unknown path components: ${url.pathname}`, { httpStatus: 400 });
    respondGraphError(emulator, response, error);
    return;
  }
  const [id = '', edge] = target.path;
  if (request.method === 'POST' && edge === 'messages' && target.path.length === 2) {
    handleMessages(emulator, id, request.headers.authorization, url.searchParams, body, response);
    return;
  }
  const run = () => answerCall(emulator, request, response, url, target, body);
  const numberId = emulator.world.numbers.has(id) ? id : undefined;
  if (emulator.behaviours.hasUpstreamFaults() && emulator.behaviours.of(numberId).upstream.scope === 'all') {
    strikeBefore(emulator, numberId, response, () => void run());
    return;
  }
  await run();
}
