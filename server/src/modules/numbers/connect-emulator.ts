import type { ConnectNumberResponse } from '@kabar/contract';
import { z } from 'zod';
import type { AuditActor } from '#modules/audit';
import { AppError } from '#platform/errors';
import { connectNumber } from './connect-number.ts';
import type { NumbersContext } from './numbers-context.ts';

/** What the emulator hands out: a fresh account and number with everything that connecting needs. */
const credentials = z.looseObject({
  waba_id: z.string(),
  phone_number_id: z.string(),
  access_token: z.string(),
  app_secret: z.string(),
});

const askTimeoutMs = 5_000;

/**
 * Connects a number of the emulator with one click. The emulator gives its first number, or makes a new account with a
 * number when that one is taken by another workspace.
 *
 * Errors: `emulator_unavailable`; those of `connectNumber`.
 */
export async function connectEmulator(
  ctx: NumbersContext,
  input: { workspaceId: string; actor: AuditActor; signal?: AbortSignal },
): Promise<ConnectNumberResponse> {
  const { emulatorUrl } = ctx.endpoints();
  if (emulatorUrl === null) throw new AppError('emulator_unavailable');
  const connect = async (path: string) =>
    connectNumber(ctx, { ...input, provider: 'emulator', ...(await askEmulator(ctx, emulatorUrl, path)) });
  try {
    return await connect('/emulator/info');
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'number_taken') throw error;
    return connect('/emulator/info?fresh=true');
  }
}

async function askEmulator(ctx: NumbersContext, emulatorUrl: string, path: string): Promise<z.infer<typeof credentials>> {
  const answer = await ctx.egress.request({
    method: 'GET',
    origin: new URL(emulatorUrl).origin,
    path,
    headers: { accept: 'application/json' },
    body: null,
    timeoutMs: askTimeoutMs,
  });
  if (answer.kind === 'no_answer') throw new AppError('emulator_unavailable');
  const bytes = await answer.readBytes(64 * 1024);
  const parsed = answer.status === 200 && bytes !== null ? credentials.safeParse(parseOrNull(bytes)) : null;
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
