import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startStand, type Stand } from '../stand/stand.ts';
import { compareLedger, isPromiseKept } from './compare.ts';
import { runScenario, seededRandom } from './run-scenario.ts';
import { scenarios } from './scenarios.ts';
import { makeCustomers, sendTraffic } from './traffic.ts';

const size = { customerCount: 10, perCustomer: 12, inboundPerCustomer: 4, rounds: 2 };
const nothingWrong = { lost: [], doubled: [], wrongStatus: [], wrongOrder: [], wrongInbound: [] };
// One installation goes through everything, as one does in life; the long form gives each scenario a fresh one.
let stand: Stand;
beforeAll(async () => {
  stand = await startStand({ env: { KABAR_RECONCILE_AFTER: '20s' } });
});
afterAll(() => stand.close());

describe('messages survive', () => {
  it.each(scenarios.map((scenario) => [scenario.name, scenario] as const))('%s', async (_name, scenario) => {
    const comparison = await runScenario(stand, scenario, size, seededRandom(4711));
    expect(comparison).toMatchObject(nothingWrong);
    expect(comparison.acceptedCount).toBe(size.customerCount * size.perCustomer);
  });
});

describe('the comparison itself', () => {
  it('sees a message that was sent twice and one that never arrived', async () => {
    const inbound = { perCustomer: 0, since: new Date() };
    await stand.emulator.control.resetBehaviours();
    const customers = await makeCustomers(stand, 2);
    const accepted = await sendTraffic(stand, customers, 2);
    const [first] = accepted;
    if (first === undefined) throw new Error('nothing was accepted');
    const info = await stand.emulator.control.info();
    // A second copy with the same tag, past the product.
    await fetch(`${info.graphUrl}/${info.graphVersion}/${stand.number.phoneNumberId}/messages`, {
      method: 'POST',
      headers: { authorization: `Bearer ${info.accessToken}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        messaging_product: 'whatsapp',
        to: first.phone,
        type: 'text',
        text: { body: 'copy' },
        biz_opaque_callback_data: first.id,
      }),
    });
    const doubled = await compareLedger(stand, accepted, customers, inbound);
    expect(doubled.doubled).toEqual([first.id]);
    expect(isPromiseKept(doubled)).toBe(false);
    const invented = { id: 'msg_00000000000000000000000000', phone: first.phone, order: 9 };
    await stand.postgres.admin.query(
      `insert into messages (workspace_id, id, number_id, conversation_id, contact_id, direction, type, status, author_kind, content_sealed, occurred_at, created_at)
       select workspace_id, '00000000-0000-0000-0000-000000000000', number_id, conversation_id, contact_id, 'out', 'text', 'sent', 'system', content_sealed, occurred_at, created_at
         from messages where direction = 'out' limit 1`,
    );
    const lost = await compareLedger(stand, [...accepted, invented], customers, inbound);
    expect(lost.lost).toEqual([`${invented.id} sent`]);
  });
});
