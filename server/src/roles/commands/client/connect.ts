import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createKabar, KabarError, type Kabar } from '@kabar/sdk';
import { z } from 'zod';
import { loadClientConfig } from '#config';
import { exitCodes } from '../../exit-codes.ts';
import { CommandError } from '../command-error.ts';

/** What the first start of an installation leaves for scripts; see quickstart.ts. */
const quickstartForm = z.object({ apiUrl: z.string(), apiKey: z.string(), emulatorUrl: z.string(), phoneNumberId: z.string() });
export type LocalInstallation = z.infer<typeof quickstartForm>;

/** A Kabar to talk to. `local` is there when it is the one that was started in this folder. */
export type Connection = { kabar: Kabar; url: string; apiKey: string; local: LocalInstallation | null };

/**
 * The Kabar that the command line, the environment, or the installation of this folder names, in this order.
 *
 * Errors: `CommandError` that says what to set.
 */
export function connect(urlOption: string | undefined): Connection {
  const settings = loadClientConfig();
  const url = urlOption ?? settings.url;
  const local = readLocal(settings.home);
  if (url !== undefined && !URL.canParse(url))
    throw new CommandError('usage', exitCodes.badUsage, `"${url}" is no address. Example: https://kabar.example.com`);
  const isElsewhere = url !== undefined && trimmed(url) !== local?.apiUrl;
  const apiKey = settings.apiKey ?? (isElsewhere ? undefined : local?.apiKey);
  const address = trimmed(url ?? local?.apiUrl ?? '');
  if (address === '' || apiKey === undefined) {
    const missing = address === '' ? 'KABAR_URL and KABAR_API_KEY' : 'KABAR_API_KEY';
    throw new CommandError(
      'not_configured',
      exitCodes.badConfig,
      `Set ${missing}: the address of your Kabar, and a key made under Developers, API keys, or with npx kabar keys create.\nOr start one here with npm start; then neither is needed.`,
    );
  }
  return { kabar: createKabar({ baseUrl: address, apiKey }), url: address, apiKey, local: isElsewhere ? null : local };
}

/** Runs work of a client command and puts the SDK's errors into words for the terminal. Errors: `CommandError`. */
export async function withConnection<T>(urlOption: string | undefined, work: (connection: Connection) => Promise<T>): Promise<T> {
  const connection = connect(urlOption);
  try {
    return await work(connection);
  } catch (error) {
    if (error instanceof KabarError) throw toCommandError(error, connection.url);
    throw error;
  }
}

/** A refusal as the terminal shows it. */
export function toCommandError(error: KabarError, url: string): CommandError {
  const isReached = error.status !== null;
  const lines = [isReached ? `${error.title}: ${error.message}` : `${error.message} Tried: ${url}`];
  for (const { path, message } of issuesOf(error)) lines.push(`  ${path} ${message}`);
  if (error.requestId !== null)
    lines.push(`Request ${error.requestId}${error.docs === null ? '' : `, see ${new URL(error.docs, url).href}`}`);
  return new CommandError(
    error.code,
    exitCodeOf(error),
    lines.join('\n'),
    { status: error.status, request_id: error.requestId },
    { cause: error },
  );
}

function exitCodeOf({ status, retryable }: KabarError): number {
  if (status === 401 || status === 403) return exitCodes.notAllowed;
  if (status === null || retryable) return exitCodes.unavailable;
  return status < 500 ? exitCodes.refused : exitCodes.failed;
}

/** Which fields are wrong, where the refusal says so. */
export function issuesOf(error: KabarError): { path: string; message: string }[] {
  if (error.is('validation_failed') || error.is('content_invalid')) return error.details.issues;
  return [];
}

function readLocal(home: string): LocalInstallation | null {
  const file = join(home, 'quickstart.json');
  if (!existsSync(file)) return null;
  const parsed = quickstartForm.safeParse(JSON.parse(readFileSync(file, 'utf8')));
  return parsed.success ? parsed.data : null;
}

function trimmed(url: string): string {
  return url.replace(/\/+$/, '');
}
