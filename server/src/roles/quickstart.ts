import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { KEY_SCOPES, permissionsOf } from '@kabar/contract';
import { z } from 'zod';
import { createApiKey } from '#modules/api-keys';
import { connectEmulator } from '#modules/numbers';
import { createUserWithPassword } from '#modules/users';
import { createWorkspace } from '#modules/workspaces';
import type { Clock } from '#platform/clock';
import { AppError } from '#platform/errors';
import type { Modules } from './modules.ts';

/**
 * Everything a newcomer, a script or a test needs to use an installation that was set up by itself. Ids are public ids.
 * Holds secrets of the emulator and a login: mode 0600, never logged.
 */
const quickstartForm = z.object({
  dashboardUrl: z.string(),
  apiUrl: z.string(),
  emulatorUrl: z.string(),
  webhookUrl: z.string(),
  appSecret: z.string(),
  apiKey: z.string(),
  login: z.object({ email: z.string(), password: z.string() }),
  workspaceId: z.string(),
  numberId: z.string(),
  phoneNumberId: z.string(),
  accessToken: z.string(),
  /** A simulated customer who has just written, so that anything may be sent to them. E.164. */
  customerPhone: z.string(),
});
export type Quickstart = z.infer<typeof quickstartForm>;

/** What the first set-up works with. `apiUrl` is where HTTP answers now. */
export type QuickstartDeps = { setup: Modules['setup']; clock: Clock; home: string; apiUrl: string; emulatorUrl: string };

/** Public part of what the emulator says about itself. */
const emulatorInfo = z.object({
  accessToken: z.string(),
  appSecret: z.string(),
  customers: z.array(z.object({ id: z.string(), phone: z.string().nullable() })),
});

/** Who owns what the first set-up makes, and runs the installation until `KABAR_OPERATORS` names others. */
export const firstOwnerEmail = 'owner@kabar.example';

/** What invented customers write first. Their ids are the emulator's. */
const firstMessages = [
  { customer: 'priya', text: 'Hi! Do you deliver on Saturdays?' },
  { customer: 'ana', text: 'Oi! Vocês têm café descafeinado?' },
  { customer: 'budi', text: 'Selamat pagi, saya mau pesan 20 kopi untuk kantor besok.' },
  { customer: 'sari', text: 'Halo, pesanan saya KB-1042 sudah dikirim?' },
];

/**
 * Sets an empty installation up: a person, a workspace, the emulator's number, an API key, a few customers who have
 * written. Gives the earlier result when it was done before, with the addresses of today.
 *
 * Killed half-way it starts anew; what was made before stays as an unused account.
 */
export async function runQuickstart(deps: QuickstartDeps): Promise<Quickstart> {
  const file = join(deps.home, 'quickstart.json');
  const earlier = existsSync(file) ? quickstartForm.safeParse(JSON.parse(readFileSync(file, 'utf8'))) : null;
  const quickstart = earlier?.success === true ? withAddresses(earlier.data, deps) : await setUp(deps);
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, `${JSON.stringify(quickstart, null, 2)}\n`, { mode: 0o600 });
  renameSync(draft, file);
  return quickstart;
}

function withAddresses(quickstart: Quickstart, { apiUrl, emulatorUrl }: QuickstartDeps): Quickstart {
  const webhookUrl = `${apiUrl}${new URL(quickstart.webhookUrl).pathname}`;
  return { ...quickstart, dashboardUrl: apiUrl, apiUrl, emulatorUrl, webhookUrl };
}

async function setUp(deps: QuickstartDeps): Promise<Quickstart> {
  const { setup, apiUrl, emulatorUrl } = deps;
  const password = randomBytes(12).toString('base64url');
  const { userId, email } = await createOwner(deps, password);
  const { workspaceId, workspace } = await createWorkspace(
    setup.workspaces,
    { userId },
    { name: 'Kopi Merdeka', time_zone: 'Asia/Jakarta' },
  );
  const permissions = new Set(permissionsOf('owner'));
  const { key } = await createApiKey(
    setup.apiKeys,
    { workspaceId, userId, permissions },
    { name: 'First steps', scopes: [...KEY_SCOPES], ip_allowlist: [] },
  );
  const { number, webhook_url } = await connectEmulator(setup.numbers, { workspaceId, actor: { kind: 'user', id: userId } });
  const info = emulatorInfo.parse(await askEmulator(emulatorUrl, '/emulator/info', null));
  const customer = info.customers.find(({ id }) => id === firstMessages.at(-1)?.customer);
  await letCustomersWrite(deps, number.phone_number_id, key);
  return {
    dashboardUrl: apiUrl,
    apiUrl,
    emulatorUrl,
    webhookUrl: webhook_url,
    appSecret: info.appSecret,
    apiKey: key,
    login: { email, password },
    workspaceId: workspace.id,
    numberId: number.id,
    phoneNumberId: number.phone_number_id,
    accessToken: info.accessToken,
    customerPhone: `+${customer?.phone ?? ''}`,
  };
}

async function createOwner({ setup }: QuickstartDeps, password: string): Promise<{ userId: string; email: string }> {
  for (let number = 1; ; number += 1) {
    const email = number === 1 ? firstOwnerEmail : `owner-${number}@kabar.example`;
    try {
      const { userId } = await createUserWithPassword(setup.users, { name: 'Dewi Lestari', email, password });
      return { userId, email };
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'email_taken') throw error;
    }
  }
}

/** Lets the first customers write and waits until their messages are in the inbox: from then on their windows are open. */
async function letCustomersWrite({ clock, apiUrl, emulatorUrl }: QuickstartDeps, numberId: string, apiKey: string): Promise<void> {
  const messages = firstMessages.map(({ customer, text }) => ({ customer, numberId, type: 'text', content: { body: text } }));
  await askEmulator(emulatorUrl, '/emulator/inbound', { messages });
  const patienceMs = 15_000;
  const untilMs = clock.now().getTime() + patienceMs;
  while (clock.now().getTime() < untilMs) {
    const page: unknown = await (await fetch(`${apiUrl}/v1/conversations`, { headers: { authorization: `Bearer ${apiKey}` } })).json();
    const parsed = z.object({ data: z.array(z.unknown()) }).safeParse(page);
    if (parsed.success && parsed.data.data.length >= firstMessages.length) return;
    await clock.sleep(50);
  }
  throw new Error(`The first messages of the simulated customers did not arrive within ${patienceMs / 1_000} s.`);
}

async function askEmulator(emulatorUrl: string, path: string, body: unknown): Promise<unknown> {
  const init = body === null ? {} : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  const response = await fetch(`${emulatorUrl}${path}`, init);
  if (!response.ok) throw new Error(`The emulator refused ${path} with ${response.status}.`);
  return response.json();
}
