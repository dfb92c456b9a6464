import { randomInt } from 'node:crypto';
import type { ConnectNumberResponse } from '@kabar/contract';
import { z } from 'zod';
import type { AuditActor } from '#modules/audit';
import { engineQuery } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import { connectNumber } from './connect-number.ts';
import type { NumbersContext } from './numbers-context.ts';
import { selectConnectedPhoneNumberIds, selectIsNumberTaken } from './numbers.sql.ts';

/** What the emulator tells about one business: everything that connecting needs. */
const business = z.looseObject({
  appId: z.string().nullable(),
  appSecret: z.string().nullable(),
  wabaId: z.string(),
  accessToken: z.string().nullable(),
  numbers: z.array(z.looseObject({ phoneNumberId: z.string() })),
});
const info = z.looseObject({ businesses: z.array(business) });
const made = z.looseObject({ id: z.string() });
const madeToken = z.looseObject({ value: z.string() });

type Credentials = { waba_id: string; phone_number_id: string; access_token: string; app_secret: string };

const askTimeoutMs = 5_000;

/**
 * Connects a number of the emulator with one click: the first of its numbers that nobody has connected, or a new one in an
 * account of its own when all are taken.
 *
 * Errors: `emulator_unavailable`; those of `connectNumber`.
 */
export async function connectEmulator(
  ctx: NumbersContext,
  input: { workspaceId: string; actor: AuditActor; signal?: AbortSignal },
): Promise<ConnectNumberResponse> {
  const { emulatorUrl } = ctx.endpoints();
  if (emulatorUrl === null) throw new AppError('emulator_unavailable');
  const known = await ask(ctx, emulatorUrl, 'GET', '/emulator/info', null, info);
  const credentials =
    (await findFree(ctx, input.workspaceId, known.businesses)) ??
    (await makeFresh(ctx, emulatorUrl, known.businesses, await ctx.nameOfWorkspace(input.workspaceId)));
  return connectNumber(ctx, { ...input, ...credentials, provider: 'emulator' });
}

async function findFree(
  ctx: NumbersContext,
  workspaceId: string,
  businesses: readonly z.infer<typeof business>[],
): Promise<Credentials | null> {
  const ids = businesses.flatMap((one) => one.numbers.map((number) => number.phoneNumberId));
  const connected = new Set((await engineQuery<{ id: string }>(ctx.db, selectConnectedPhoneNumberIds(ids))).map((row) => row.id));
  for (const { wabaId, accessToken, appSecret, numbers } of businesses) {
    if (accessToken === null || appSecret === null) continue;
    for (const { phoneNumberId } of numbers) {
      if (connected.has(phoneNumberId)) continue;
      const [row] = await engineQuery<{ isTaken: boolean }>(ctx.db, selectIsNumberTaken(phoneNumberId, 'emulator', wabaId, workspaceId));
      if (row?.isTaken === false)
        return { waba_id: wabaId, phone_number_id: phoneNumberId, access_token: accessToken, app_secret: appSecret };
    }
  }
  return null;
}

async function makeFresh(
  ctx: NumbersContext,
  emulatorUrl: string,
  businesses: readonly z.infer<typeof business>[],
  name: string,
): Promise<Credentials> {
  const app = businesses.find((one) => one.appId !== null && one.appSecret !== null);
  if (app === undefined || app.appSecret === null) throw new AppError('emulator_unavailable');
  const waba = await ask(ctx, emulatorUrl, 'POST', '/emulator/wabas', { name }, made);
  // Numbers of this form are kept for fiction.
  const phone = `155501${String(randomInt(100_000)).padStart(5, '0')}`;
  const number = await ask(ctx, emulatorUrl, 'POST', '/emulator/numbers', { wabaId: waba.id, phone, verifiedName: name }, made);
  const token = await ask(ctx, emulatorUrl, 'POST', '/emulator/tokens', { appId: app.appId, wabaIds: [waba.id] }, madeToken);
  return { waba_id: waba.id, phone_number_id: number.id, access_token: token.value, app_secret: app.appSecret };
}

async function ask<Schema extends z.ZodType>(
  ctx: NumbersContext,
  emulatorUrl: string,
  method: 'GET' | 'POST',
  path: string,
  json: unknown,
  schema: Schema,
): Promise<z.output<Schema>> {
  const answer = await ctx.egress.request({
    purpose: 'messaging',
    method,
    origin: new URL(emulatorUrl).origin,
    path,
    headers: { accept: 'application/json', ...(json === null ? {} : { 'content-type': 'application/json' }) },
    body: json === null ? null : JSON.stringify(json),
    timeoutMs: askTimeoutMs,
  });
  if (answer.kind === 'no_answer') throw new AppError('emulator_unavailable');
  const bytes = await answer.readBytes(1024 * 1024);
  const parsed = answer.status === 200 && bytes !== null ? schema.safeParse(parseOrNull(bytes)) : null;
  if (parsed?.success !== true) throw new AppError('emulator_unavailable', { context: { httpStatus: answer.status } });
  return parsed.data;
}

function parseOrNull(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return null;
  }
}
