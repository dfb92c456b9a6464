import { createHmac } from 'node:crypto';
import { graphListSchema, PHONE_NUMBER_FIELDS } from '@kabar/cloud-api';
import { z } from 'zod';
import { readErrorAnswer } from '../provider-error.ts';
import type { BlockResult, CallOptions, CallOutcome, Connection, NumberFacts, TemplateList, TokenFacts, WabaFacts } from '../provider.ts';
import { callGraph, readSuccess } from './graph-call.ts';
import { readNumber, readTemplate, readToken, readWaba } from './read-facts.ts';
import type { Transport } from './transport.ts';

/** Fields of a template that are asked for. */
export const templateFields =
  'id,name,language,status,category,parameter_format,components,quality_score,rejected_reason,message_send_ttl_seconds';
const pageSize = 100;
/** 6,000 templates are the limit of an account; more pages than this mean a list that leads back to itself. */
const maxPages = 100;

const list = graphListSchema(z.unknown());

type Page = { items: unknown[]; after: string | null };

function readPage(body: unknown): Page | null {
  const parsed = list.safeParse(body);
  if (!parsed.success) return null;
  const { data, paging } = parsed.data;
  const hasNext = paging?.next !== undefined && paging.next !== null;
  return { items: data, after: hasNext ? (paging.cursors?.after ?? null) : null };
}

async function listAll(
  transport: Transport,
  connection: Connection,
  path: string,
  fields: string,
  options: CallOptions,
): Promise<CallOutcome<{ items: unknown[]; isComplete: boolean }>> {
  const items: unknown[] = [];
  let after: string | null = null;
  for (let page = 0; page < maxPages; page += 1) {
    const query: Record<string, string> = { fields, limit: String(pageSize), ...(after === null ? {} : { after }) };
    const outcome: CallOutcome<Page> = await callGraph(transport, connection, { method: 'GET', path, query }, readPage, options);
    if (!outcome.ok) return outcome;
    items.push(...outcome.value.items);
    after = outcome.value.after;
    if (after === null) break;
  }
  return { ok: true, value: { items, isComplete: after === null } };
}

/** All templates of the account, over all pages. Entries that cannot be read are left out, and the list is then incomplete. */
export async function listTemplates(
  transport: Transport,
  connection: Connection,
  options: CallOptions = {},
): Promise<CallOutcome<TemplateList>> {
  const outcome = await listAll(transport, connection, `/${connection.wabaId}/message_templates`, templateFields, options);
  if (!outcome.ok) return outcome;
  const { items, isComplete } = outcome.value;
  const templates = items.map(readTemplate).filter((template) => template !== null);
  return { ok: true, value: { templates, isComplete: isComplete && templates.length === items.length } };
}

/** Ids of all numbers of the account. */
export async function listPhoneNumberIds(
  transport: Transport,
  connection: Connection,
  options: CallOptions = {},
): Promise<CallOutcome<string[]>> {
  const outcome = await listAll(transport, connection, `/${connection.wabaId}/phone_numbers`, 'id', options);
  if (!outcome.ok) return outcome;
  const ids = outcome.value.items.map((item) => (typeof item === 'object' && item !== null && 'id' in item ? String(item.id) : null));
  return { ok: true, value: ids.filter((id) => id !== null) };
}

/** Everything worth knowing about the number. */
export function getPhoneNumber(transport: Transport, connection: Connection, options: CallOptions = {}): Promise<CallOutcome<NumberFacts>> {
  return callGraph(
    transport,
    connection,
    { method: 'GET', path: `/${connection.phoneNumberId}`, query: { fields: PHONE_NUMBER_FIELDS.join(',') } },
    readNumber,
    options,
  );
}

/** Name, review and health of the account. */
export function getWaba(transport: Transport, connection: Connection, options: CallOptions = {}): Promise<CallOutcome<WabaFacts>> {
  return callGraph(
    transport,
    connection,
    { method: 'GET', path: `/${connection.wabaId}`, query: { fields: 'id,name,account_review_status,health_status' } },
    readWaba,
    options,
  );
}

/** What the access token may do. A token may look at itself. Source: Meta for Developers, "debug_token", 2025-11. */
export function debugToken(transport: Transport, connection: Connection, options: CallOptions = {}): Promise<CallOutcome<TokenFacts>> {
  return callGraph(
    transport,
    connection,
    { method: 'GET', path: '/debug_token', query: { input_token: connection.accessToken } },
    readToken,
    options,
  );
}

/**
 * Sends the account's webhooks to `callbackUrl`. Meta asks that address with the verify token before it answers, so both
 * must already work. Source: Meta for Developers, "Webhook overrides", 2026-04-21.
 */
export async function subscribe(
  transport: Transport,
  connection: Connection,
  target: { callbackUrl: string; verifyToken: string },
  options: CallOptions = {},
): Promise<CallOutcome<null>> {
  return write(
    transport,
    connection,
    {
      method: 'POST',
      path: `/${connection.wabaId}/subscribed_apps`,
      json: { override_callback_uri: target.callbackUrl, verify_token: target.verifyToken },
    },
    options,
  );
}

/** Ends the subscription of the token's app to the account. */
export async function unsubscribe(transport: Transport, connection: Connection, options: CallOptions = {}): Promise<CallOutcome<null>> {
  return write(transport, connection, { method: 'DELETE', path: `/${connection.wabaId}/subscribed_apps` }, options);
}

/** Registers the number for the Cloud API. At most ten times in 72 hours. Source: "Register a number", 2025-11. */
export async function register(
  transport: Transport,
  connection: Connection,
  pin: string,
  options: CallOptions = {},
): Promise<CallOutcome<null>> {
  return write(
    transport,
    connection,
    { method: 'POST', path: `/${connection.phoneNumberId}/register`, json: { messaging_product: 'whatsapp', pin } },
    options,
  );
}

/** Marks an incoming message and those before it as read; with `isTyping` also shows that somebody writes. */
export async function markRead(
  transport: Transport,
  connection: Connection,
  wamid: string,
  isTyping: boolean,
  options: CallOptions = {},
): Promise<CallOutcome<null>> {
  const json = {
    messaging_product: 'whatsapp',
    status: 'read',
    message_id: wamid,
    ...(isTyping ? { typing_indicator: { type: 'text' } } : {}),
  };
  return write(transport, connection, { method: 'POST', path: `/${connection.phoneNumberId}/messages`, json }, options);
}

async function write(
  transport: Transport,
  connection: Connection,
  request: Parameters<typeof callGraph>[2],
  options: CallOptions,
): Promise<CallOutcome<null>> {
  const outcome = await callGraph(transport, connection, request, readSuccess, options);
  return outcome.ok ? { ok: true, value: null } : outcome;
}

const blockedUser = z.looseObject({ input: z.string(), errors: z.array(z.looseObject({ code: z.number() })).nullish() });
const blockAnswer = z.looseObject({
  block_users: z.looseObject({
    added_users: z.array(blockedUser).nullish(),
    removed_users: z.array(blockedUser).nullish(),
    failed_users: z.array(blockedUser).nullish(),
  }),
});

/**
 * Blocks people, or lets them write again. A mixed result comes as HTTP 400 with both lists and is an ordinary result
 * here. Unblocking answers with `removed_users` or `added_users`, depending on the source.
 * Source: Meta for Developers, "Block users", 2025-11.
 */
export async function changeBlocked(
  transport: Transport,
  connection: Connection,
  users: readonly string[],
  isBlocked: boolean,
  options: CallOptions = {},
): Promise<CallOutcome<BlockResult>> {
  return callGraph(
    transport,
    connection,
    {
      method: isBlocked ? 'POST' : 'DELETE',
      path: `/${connection.phoneNumberId}/block_users`,
      json: { messaging_product: 'whatsapp', block_users: users.map((user) => ({ user })) },
      acceptStatus: 400,
    },
    (body) => {
      const parsed = blockAnswer.safeParse(body);
      if (!parsed.success) return null;
      const { added_users: added, removed_users: removed, failed_users: failed } = parsed.data.block_users;
      return {
        done: [...(added ?? []), ...(removed ?? [])].map(({ input }) => input),
        failed: (failed ?? []).map(({ input, errors }) => ({
          user: input,
          error: readErrorAnswer(400, { error: { code: errors?.[0]?.code ?? 139100 } }),
        })),
      };
    },
    options,
  );
}

/**
 * Whether the app secret is the one of the app that the token was made for: a wrong proof is refused, a right one is not.
 * Source: Meta for Developers, "Secure Graph API calls" (appsecret_proof), from memory; an API that does not know the proof ignores it.
 */
export async function checkAppSecret(
  transport: Transport,
  connection: Connection,
  appSecret: string,
  options: CallOptions = {},
): Promise<CallOutcome<boolean>> {
  const proof = createHmac('sha256', appSecret).update(connection.accessToken).digest('hex');
  const query = { fields: 'id', appsecret_proof: proof };
  const outcome = await callGraph(
    transport,
    connection,
    { method: 'GET', path: `/${connection.phoneNumberId}`, query },
    () => true,
    options,
  );
  if (outcome.ok) return outcome;
  const isAboutProof = outcome.error.code === 100 && /appsecret_proof/i.test(outcome.error.details ?? '');
  return isAboutProof ? { ok: true, value: false } : outcome;
}
