import pg from 'pg';
import { defineCheck, ok, problem, skipped, warning } from './check.ts';
import type { Check, CheckInput } from './check.ts';

const patienceMs = 10_000;
const skewLimitMs = 60_000;
const tokenWarningDays = 7;
const hourMs = 60 * 60_000;

/** One account of Meta that an installation is connected to. */
type AccountRow = {
  waba_id: string;
  has_secret: boolean;
  has_token: boolean;
  token_expires_at: Date | null;
  subscribed_url: string | null;
};
type SilentRow = { phone: string };

/** Meta: reachable, with a clock like ours, and able to reach and prove itself to us. */
export const metaChecks: readonly Check[] = [
  defineCheck('Meta', async ({ config }) => {
    const { graphUrl } = config.whatsapp;
    if (config.runsEmulator && graphUrl.startsWith('https://graph.facebook.com')) return skipped('The emulator stands in for Meta here.');
    const askedAt = Date.now();
    let response: Response;
    try {
      // Without a token: any answer shows that the way is open, and nothing of ours is carried there.
      response = await fetch(`${graphUrl}/${config.whatsapp.graphVersion}/me`, {
        signal: AbortSignal.timeout(patienceMs),
        redirect: 'manual',
      });
      await response.body?.cancel();
    } catch (error) {
      return problem(
        `${graphUrl} cannot be reached (${reasonOf(error)}). Open the firewall for outgoing HTTPS, or check KABAR_META_GRAPH_URL.`,
      );
    }
    if (response.status >= 500) return warning(`${graphUrl} is reached, but answers ${response.status}. See metastatus.com.`);
    const theirs = Date.parse(response.headers.get('date') ?? '');
    const skewMs = Math.abs(theirs - (askedAt + Date.now()) / 2);
    // A whole second is lost in the header, and the answer took its time.
    if (skewMs > skewLimitMs + patienceMs)
      return problem(
        `This machine's clock is ${Math.round(skewMs / 1_000)} s away from Meta's. Set it by NTP: windows and signatures depend on it.`,
      );
    return ok(`${graphUrl} answers, and its clock agrees with this machine's.`);
  }),
  defineCheck('Meta accounts', async (input) => {
    const found = await readAccounts(input);
    if (found === null) return skipped('Connected accounts are known while the database runs.');
    const { accounts, silent } = found;
    if (accounts.length === 0) return skipped('No number of Meta is connected yet.');
    const names = (some: readonly AccountRow[]): string => some.map(({ waba_id }) => waba_id).join(', ');
    const bare = accounts.filter(({ has_secret, has_token }) => !has_secret || !has_token);
    if (bare.length > 0)
      return problem(
        `App secret or access token is missing for ${names(bare)}. Open the number under Settings, Numbers, and renew its token.`,
      );
    const { publicUrl } = input.config.http;
    const elsewhere = accounts.filter(
      ({ subscribed_url: url }) => url !== null && publicUrl !== undefined && !url.startsWith(`${publicUrl}/`),
    );
    if (elsewhere.length > 0)
      return problem(
        `Meta delivers messages of ${names(elsewhere)} to another address than ${publicUrl ?? ''}. Start Kabar once with the right KABAR_PUBLIC_URL; it tells Meta.`,
      );
    const limit = Date.now() + tokenWarningDays * 24 * hourMs;
    const ending = accounts.filter(({ token_expires_at: at }) => at !== null && at.getTime() < limit);
    if (ending.length > 0)
      return warning(
        `The access token of ${names(ending)} ends within ${tokenWarningDays} days. Renew it under Settings, Numbers; one of a system user does not end.`,
      );
    if (silent.length > 0)
      return warning(
        `Meta has never delivered anything for ${silent.map(({ phone }) => phone).join(', ')}. In Meta's app dashboard under WhatsApp, Configuration: the callback address must be the one shown with the number, and the app secret the one given here.`,
      );
    return ok(`${accounts.length} accounts are connected, with secret and token, and Meta delivers here.`);
  }),
];

async function readAccounts({ databaseUrl }: CheckInput): Promise<{ accounts: AccountRow[]; silent: SilentRow[] } | null> {
  if (databaseUrl === null) return null;
  const client = new pg.Client({ connectionString: databaseUrl, application_name: 'kabar_doctor', options: '-c role=kabar_engine' });
  client.on('error', () => undefined); // the statement under way reports it
  await client.connect();
  try {
    const { rows: tables } = await client.query<{ found: boolean }>(`select to_regclass('waba_accounts') is not null as found`);
    if (tables[0]?.found !== true) return null;
    const { rows: accounts } = await client.query<AccountRow>(
      `select waba_id, app_secret_sealed is not null as has_secret, access_token_sealed is not null as has_token, token_expires_at, subscribed_url
         from waba_accounts where provider = 'cloud' and disconnected_at is null order by waba_id`,
    );
    const { rows: silent } = await client.query<SilentRow>(
      `select n.display_phone_number as phone
         from numbers n join waba_accounts a on a.workspace_id = n.workspace_id and a.id = n.waba_account_id
        where a.provider = 'cloud' and n.disconnected_at is null and n.last_webhook_at is null and n.connected_at < $1
        order by n.display_phone_number`,
      [new Date(Date.now() - hourMs)],
    );
    return { accounts, silent };
  } finally {
    await client.end();
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return `no answer within ${patienceMs / 1_000} s`;
  return error.cause instanceof Error ? error.cause.message : error.message;
}
