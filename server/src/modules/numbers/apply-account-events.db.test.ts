import { splitWebhook } from '@kabar/cloud-api';
import { webhookSamples } from '@kabar/cloud-api/samples';
import { ID_PREFIXES, type WhatsAppNumber } from '@kabar/contract';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { useTestDatabase } from '../../../test/harness.ts';
import { createMetaWorld, freshNumber, goodSecret, type MetaWorld } from '../../../test/meta-world.ts';
import { createTestTenant, type TestTenant } from '../../../test/tenants.ts';
import { withEngine } from '../../platform/db/tx.ts';
import { fromPublicId } from '../../platform/ids.ts';
import { isAccountUnit } from '../../whatsapp/describe-account-units.ts';
import { applyAccountEvents } from './apply-account-events.ts';
import { holdNumber, recordWebhooks } from './hold-number.ts';

const database = useTestDatabase();
let world: MetaWorld;
let headers: Record<string, string>;
let number: WhatsAppNumber;
let numberId: string;

beforeAll(async () => {
  world = await createMetaWorld(database);
  headers = world.tenant.members.admin.headers;
});
afterAll(async () => world.close());
beforeEach(async () => {
  number = (await world.app.inject({ method: 'POST', url: '/v1/numbers', headers, payload: freshNumber(world) })).json().number;
  numberId = fromPublicId(ID_PREFIXES.number, number.id) ?? '';
});

const seconds = (offset = 0): number => Math.floor(world.clock.now().getTime() / 1000) + offset;
const digits = (): string => number.display_phone_number.replaceAll(/\D/g, '');
const read = async (): Promise<WhatsAppNumber> => (await world.app.inject({ url: `/v1/numbers/${number.id}`, headers })).json();

async function tell(field: string, value: object, time = seconds()): Promise<number> {
  const units = splitWebhook({ object: 'whatsapp_business_account', entry: [{ id: number.waba_id, time, changes: [{ field, value }] }] });
  const { newCount } = await withEngine(database.db, 'test', (tx) =>
    applyAccountEvents(world.numbers, tx, world.tenant.workspaceId, units.filter(isAccountUnit)),
  );
  return newCount;
}

async function holdReason(): Promise<string | null | undefined> {
  const [row] = await database.admin<{ hold_reason: string | null }>('select hold_reason from numbers where id = $1', [numberId]);
  return row?.hold_reason;
}

describe('what WhatsApp tells about a number', () => {
  it('changes it, stands in its history and in the list of account events, and wakes listeners', async () => {
    await tell('phone_number_quality_update', {
      display_phone_number: digits(),
      event: 'FLAGGED',
      max_daily_conversations_per_business: 'TIER_10K',
    });
    expect(await read()).toMatchObject({ quality: 'red', limit_tier: 'TIER_10K' });
    const history = (await world.app.inject({ url: `/v1/numbers/${number.id}/history`, headers })).json().data;
    expect(history.map((line: { text: string }) => line.text)).toContain('Quality of the number is low');
    const events = (await world.app.inject({ url: '/v1/account-events?limit=1', headers })).json().data;
    expect(events).toMatchObject([
      {
        field: 'phone_number_quality_update',
        event: 'FLAGGED',
        number_id: number.id,
        waba_id: number.waba_id,
        severity: 'bad',
        title: 'Quality of the number is low',
      },
    ]);
    const rows = await database.admin<{ type: string }>(`select type from events where data ->> 'account_event_id' = $1`, [events[0].id]);
    expect(rows).toEqual([{ type: 'account_event.created' }]);
  });

  it('twice is recorded once and changes nothing the second time', async () => {
    const time = seconds();
    const value = { display_phone_number: digits(), event: 'FLAGGED' };
    expect(await tell('phone_number_quality_update', value, time)).toBe(1);
    await database.admin(`update numbers set quality = 'green' where id = $1`, [numberId]);
    expect(await tell('phone_number_quality_update', value, time)).toBe(0);
    expect(await read()).toMatchObject({ quality: 'green' });
  });

  it('about an earlier moment than what is known is recorded but does not overwrite', async () => {
    expect(await tell('phone_number_quality_update', { display_phone_number: digits(), event: 'FLAGGED' }, seconds(-3_600))).toBe(1);
    expect(await read()).toMatchObject({ quality: 'green' });
  });

  it('in one body twice counts once', async () => {
    const change = { field: 'security', value: { display_phone_number: digits(), event: 'PIN_CHANGED' } };
    const units = splitWebhook({
      object: 'whatsapp_business_account',
      entry: [{ id: number.waba_id, time: seconds(), changes: [change, change] }],
    });
    const result = await withEngine(database.db, 'test', (tx) =>
      applyAccountEvents(world.numbers, tx, world.tenant.workspaceId, units.filter(isAccountUnit)),
    );
    expect(result).toEqual({ newCount: 1 });
  });

  it('lets it be refreshed soon', async () => {
    await tell('security', { display_phone_number: digits(), event: 'PIN_CHANGED' });
    const [row] = await database.admin<{ is_due: boolean }>('select refresh_due_at <= $2 as is_due from numbers where id = $1', [
      numberId,
      world.clock.now(),
    ]);
    expect(row).toEqual({ is_due: true });
  });
});

describe('what WhatsApp tells about the account', () => {
  it('holds all its numbers while it is disabled and lets them go when it is reinstated', async () => {
    await tell('account_update', { event: 'DISABLED_UPDATE', ban_info: { waba_ban_state: 'DISABLE' } });
    expect(await read()).toMatchObject({ status: 'needs_attention', restriction: { title: 'WhatsApp disabled the account', until: null } });
    expect(await holdReason()).toBe('number_restricted');
    await tell('account_update', { event: 'DISABLED_UPDATE', ban_info: { waba_ban_state: 'REINSTATE' } }, seconds(1));
    expect(await read()).toMatchObject({ status: 'connected', restriction: null });
    expect(await holdReason()).toBeNull();
  });

  it('in the wrong order ends right', async () => {
    await tell('account_update', { event: 'DISABLED_UPDATE', ban_info: { waba_ban_state: 'REINSTATE' } }, seconds(2));
    await tell('account_update', { event: 'DISABLED_UPDATE', ban_info: { waba_ban_state: 'DISABLE' } }, seconds(1));
    expect(await read()).toMatchObject({ status: 'connected', restriction: null });
  });

  it('in one body in the wrong order ends right, too', async () => {
    const change = (state: string) => ({
      field: 'account_update',
      value: { event: 'DISABLED_UPDATE', ban_info: { waba_ban_state: state } },
    });
    const units = splitWebhook({
      object: 'whatsapp_business_account',
      entry: [
        { id: number.waba_id, time: seconds(5), changes: [change('REINSTATE')] },
        { id: number.waba_id, time: seconds(4), changes: [change('DISABLE')] },
      ],
    });
    await withEngine(database.db, 'test', (tx) =>
      applyAccountEvents(world.numbers, tx, world.tenant.workspaceId, units.filter(isAccountUnit)),
    );
    expect(await read()).toMatchObject({ restriction: null });
  });

  it('is forgotten when the health check says that messages go, some time after', async () => {
    await tell('account_update', { event: 'DISABLED_UPDATE', ban_info: { waba_ban_state: 'DISABLE' } });
    world.graph.wabas.set(number.waba_id, { name: 'Warung Rani', more: { health_status: { can_send_message: 'AVAILABLE' } } });
    const refresh = () => world.app.inject({ method: 'POST', url: `/v1/numbers/${number.id}/refresh`, headers });
    expect((await refresh()).json()).toMatchObject({ status: 'needs_attention' });
    world.clock.advance(11 * 60_000);
    expect((await refresh()).json()).toMatchObject({ status: 'connected', restriction: null });
    expect(await holdReason()).toBeNull();
  });

  it('with a restriction of templates does not hold replies', async () => {
    await tell('account_update', {
      event: 'ACCOUNT_RESTRICTION',
      restriction_info: [{ restriction_type: 'RESTRICTED_BIZ_INITIATED_MESSAGING', expiration: seconds(86_400) }],
    });
    expect(await read()).toMatchObject({ restriction: { until: expect.any(String) }, health: { level: 'bad' } });
    expect(await holdReason()).toBeNull();
  });

  it('with a limit reaches every number of it', async () => {
    await tell('business_capability_update', { max_daily_conversations_per_business: 100_000 });
    expect(await read()).toMatchObject({ limit_tier: 'TIER_100K' });
  });
});

describe('what WhatsApp tells about a template', () => {
  it('changes it, or lets the list be read again when it is not known', async () => {
    await tell('message_template_status_update', {
      event: 'APPROVED',
      message_template_id: 555,
      message_template_name: 'new_one',
      message_template_language: 'id',
      reason: 'NONE',
    });
    const [row] = await database.admin<{ is_due: boolean }>(
      'select templates_due_at <= $2 as is_due from waba_accounts where waba_id = $1',
      [number.waba_id, world.clock.now()],
    );
    expect(row).toEqual({ is_due: true });
  });
});

describe('what the address of one account is told about another account of the same app', () => {
  async function connectElsewhere(secret: string): Promise<{ tenant: TestTenant; number: WhatsAppNumber }> {
    const tenant = await createTestTenant(world.people, 'Toko Saudara');
    const payload = { ...freshNumber(world), app_secret: secret };
    const response = await world.app.inject({ method: 'POST', url: '/v1/numbers', headers: tenant.members.admin.headers, payload });
    return { tenant, number: response.json().number };
  }

  const tellAbout = async (wabaId: string): Promise<number> => {
    const units = splitWebhook({
      object: 'whatsapp_business_account',
      entry: [
        {
          id: wabaId,
          time: seconds(),
          changes: [{ field: 'account_update', value: { event: 'DISABLED_UPDATE', ban_info: { waba_ban_state: 'DISABLE' } } }],
        },
      ],
    });
    return (
      await withEngine(database.db, 'test', (tx) =>
        applyAccountEvents(world.numbers, tx, world.tenant.workspaceId, units.filter(isAccountUnit)),
      )
    ).newCount;
  };

  it('is recorded in the workspace it is about, and nowhere else', async () => {
    const other = await connectElsewhere(goodSecret);
    expect(await tellAbout(other.number.waba_id)).toBe(1);
    const theirs = (await world.app.inject({ url: '/v1/account-events', headers: other.tenant.members.admin.headers })).json().data;
    expect(theirs).toMatchObject([{ event: 'DISABLED_UPDATE', waba_id: other.number.waba_id }]);
    const numbers = (await world.app.inject({ url: '/v1/numbers', headers: other.tenant.members.admin.headers })).json().data;
    expect(numbers).toMatchObject([{ status: 'needs_attention' }]);
    const mine = (await world.app.inject({ url: '/v1/account-events', headers })).json().data;
    expect(JSON.stringify(mine)).not.toContain(other.number.waba_id);
  });

  it('is not believed when that account belongs to another app', async () => {
    const other = await connectElsewhere('e'.repeat(32));
    await tellAbout(other.number.waba_id);
    const theirs = (await world.app.inject({ url: '/v1/account-events', headers: other.tenant.members.admin.headers })).json().data;
    expect(theirs).toEqual([]);
    const numbers = (await world.app.inject({ url: '/v1/numbers', headers: other.tenant.members.admin.headers })).json().data;
    expect(numbers).toMatchObject([{ status: 'connected' }]);
  });
});

describe('every golden sample', () => {
  it('is recorded once, also for accounts that are not ours', async () => {
    const units = webhookSamples.flatMap((sample) => splitWebhook(sample.body)).filter(isAccountUnit);
    const apply = () => withEngine(database.db, 'test', (tx) => applyAccountEvents(world.numbers, tx, world.tenant.workspaceId, units));
    const { newCount } = await apply();
    expect(newCount).toBeGreaterThan(20);
    expect(await apply()).toEqual({ newCount: 0 });
  });
});

describe('a hold that a refused send taught', () => {
  it.each(['token_refused', 'payment_problem', 'number_restricted'] as const)(
    'for %s is set once and ends with a good refresh',
    async (reason) => {
      const hold = () =>
        withEngine(database.db, 'test', (tx) => holdNumber(world.numbers, tx, { workspaceId: world.tenant.workspaceId, numberId, reason }));
      await hold();
      await hold();
      expect(await holdReason()).toBe(reason);
      expect(await read()).toMatchObject({ status: 'needs_attention' });
      const history = (await world.app.inject({ url: `/v1/numbers/${number.id}/history`, headers })).json().data;
      expect(history).toHaveLength(2);
      if (reason === 'number_restricted') world.clock.advance(3_600_000);
      await world.app.inject({ method: 'POST', url: `/v1/numbers/${number.id}/refresh`, headers });
      expect(await holdReason()).toBeNull();
    },
  );
});

describe('the last webhook', () => {
  it('is noted at most every ten seconds, the first one also in the history', async () => {
    const target = [{ workspaceId: world.tenant.workspaceId, numberId }];
    const at = world.clock.now();
    const note = (offsetMs: number) =>
      withEngine(database.db, 'test', (tx) => recordWebhooks(world.numbers, tx, [...target, ...target], new Date(at.getTime() + offsetMs)));
    await note(0);
    await note(5_000);
    expect(await read()).toMatchObject({ last_webhook_at: at.toISOString() });
    await note(11_000);
    expect(await read()).toMatchObject({ last_webhook_at: new Date(at.getTime() + 11_000).toISOString() });
    const history = (await world.app.inject({ url: `/v1/numbers/${number.id}/history`, headers })).json().data;
    expect(history.filter((line: { kind: string }) => line.kind === 'webhook_first_received')).toHaveLength(1);
  });
});
