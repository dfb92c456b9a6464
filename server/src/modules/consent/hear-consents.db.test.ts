import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { engineQuery } from '#platform/db/tx';
import { useTestDatabase } from '../../../test/harness.ts';
import { createIntakeWorld, type IntakeWorld } from '../../../test/intake-world.ts';
import { createMessageWorld, type MessageWorld } from '../../../test/message-world.ts';

const database = useTestDatabase();
let world: MessageWorld;
let intake: IntakeWorld;
let serial = 0;

const phone = '6281200000777';

beforeEach(async () => {
  world = await createMessageWorld(database);
  intake = await createIntakeWorld(database, world);
});
afterEach(async () => {
  await intake.close();
  await world.close();
});

/** A webhook of one message, as WhatsApp sends it; `ago` in seconds. */
function webhook(message: Record<string, unknown>, ago = 0): Buffer {
  serial += 1;
  return intake.about({
    object: 'whatsapp_business_account',
    entry: [
      {
        id: intake.wabaId,
        changes: [
          {
            field: 'messages',
            value: {
              messaging_product: 'whatsapp',
              metadata: { display_phone_number: '15550100', phone_number_id: intake.phoneNumberId },
              contacts: [{ wa_id: phone, profile: { name: 'Ana' } }],
              messages: [{ from: phone, id: `wamid.${serial}`, timestamp: String(Math.floor(Date.now() / 1000) - ago), ...message }],
            },
          },
        ],
      },
    ],
  });
}

function preference(value: 'stop' | 'resume', ago = 0): Buffer {
  return intake.about({
    object: 'whatsapp_business_account',
    entry: [
      {
        id: intake.wabaId,
        changes: [
          {
            field: 'user_preferences',
            value: {
              messaging_product: 'whatsapp',
              metadata: { display_phone_number: '15550100', phone_number_id: intake.phoneNumberId },
              contacts: [{ wa_id: phone, profile: { name: 'Ana' } }],
              user_preferences: [
                { wa_id: phone, detail: 'x', category: 'marketing_messages', value, timestamp: Math.floor(Date.now() / 1000) - ago },
              ],
            },
          },
        ],
      },
    ],
  });
}

async function says(body: Buffer): Promise<void> {
  await intake.deliver(body);
  await intake.settled();
}
const text = (body: string) => ({ type: 'text', text: { body } });

async function standing(): Promise<{ choice: string; suppressions: number; records: number; doubts: number; entries: string[] }> {
  const [row] = await engineQuery<{ choice: string; suppressions: number; records: number; doubts: number; entries: string[] }>(
    database.db,
    {
      text: `select kabar_marketing_choice(c.workspace_id, c.id) as choice,
                  (select count(*)::int from suppressions s where s.workspace_id = $1 and s.lifted_at is null) as suppressions,
                  (select count(*)::int from consent_records r where r.workspace_id = $1) as records,
                  (select count(*)::int from consent_doubts d where d.workspace_id = $1 and d.status = 'open') as doubts,
                  array(select e.kind from conversation_entries e where e.workspace_id = $1 order by e.id) as entries
             from contacts c where c.workspace_id = $1 and c.merged_into is null`,
      values: [world.workspaceId],
    },
  );
  if (row === undefined) throw new Error('nobody wrote');
  return row;
}

describe('a customer who writes STOP', () => {
  it('is suppressed in the commit that stores the message, with a line in the thread and one confirmation', async () => {
    await says(webhook(text('Berhenti!!')));
    expect(await standing()).toEqual({ choice: 'stopped', suppressions: 1, records: 1, doubts: 0, entries: ['consent_changed'] });
    expect(intake.consent.orders).toMatchObject([{ kind: 'stop', language: 'id', numberId: world.numberId }]);
  });

  it('is not confirmed a second time, and the same webhook twice is one record', async () => {
    const body = webhook(text('STOP'), 60);
    await says(body);
    await says(Buffer.from(`${body.toString()} `));
    await says(webhook(text('stop')));
    expect((await standing()).records).toBe(2);
    expect(intake.consent.orders).toHaveLength(1);
    expect(intake.consent.orders[0]?.language).toBe('en');
  });

  it('comes back with START, is told so, and a late older stop changes nothing', async () => {
    await says(webhook(text('STOP'), 120));
    await says(webhook(text('mulai'), 60));
    expect(await standing()).toMatchObject({ choice: 'resumed', suppressions: 0 });
    await says(webhook(text('stop'), 90));
    expect((await standing()).choice).toBe('resumed');
    expect(intake.consent.orders.map(({ kind }) => kind)).toEqual(['stop', 'start']);
  });

  it('stops by a button of a template or a message', async () => {
    await says(webhook({ type: 'button', button: { payload: 'x', text: 'Stop promotions' } }, 60));
    expect((await standing()).choice).toBe('stopped');
    await says(webhook({ type: 'interactive', interactive: { type: 'button_reply', button_reply: { id: 'START', title: 'Again' } } }, 30));
    expect((await standing()).choice).toBe('resumed');
  });
});

describe('a workspace that does not have texts read', () => {
  it('hears no word, and buttons and the choice in WhatsApp all the same', async () => {
    await database.admin(
      `insert into consent_settings (workspace_id, marketing_rule, settings, updated_at) values ($1, 'no_objection', '{"read_words": false}', now())`,
      [world.workspaceId],
    );
    await says(webhook(text('STOP'), 90));
    await says(webhook(text('jangan kirim lagi ya'), 80));
    expect(await standing()).toMatchObject({ records: 0, doubts: 0, suppressions: 0 });
    await says(webhook({ type: 'button', button: { payload: 'x', text: 'Stop promotions' } }, 60));
    expect((await standing()).choice).toBe('stopped');
    await says(preference('resume', 30));
    expect((await standing()).choice).toBe('resumed');
  });
});

describe('the choice in WhatsApp itself', () => {
  it('stops, is not lifted by START, and is lifted by resume', async () => {
    await says(preference('stop', 100));
    await says(webhook(text('START'), 50));
    expect(await standing()).toMatchObject({ choice: 'stopped', suppressions: 1 });
    expect(intake.consent.orders).toEqual([]);
    await says(preference('resume', 20));
    expect(await standing()).toMatchObject({ choice: 'resumed', suppressions: 0 });
  });

  it('counts by its own time, whatever the order of arrival', async () => {
    await says(preference('resume', 10));
    await says(preference('stop', 100));
    expect((await standing()).choice).toBe('resumed');
  });
});

describe('a doubtful message', () => {
  it('asks a person and changes nothing', async () => {
    await says(webhook(text('stop the medication?')));
    expect(await standing()).toEqual({ choice: 'unset', suppressions: 0, records: 0, doubts: 1, entries: ['consent_doubt'] });
  });

  it('asks nobody once the customer has stopped', async () => {
    await says(webhook(text('STOP'), 5));
    await says(webhook(text('leave me alone')));
    expect((await standing()).doubts).toBe(0);
  });
});

describe('the ledger', () => {
  it('is never changed or deleted, by no role', async () => {
    await says(webhook(text('STOP')));
    await expect(engineQuery(database.db, { text: 'delete from consent_records' })).rejects.toThrow(/never changed/);
    for (const statement of [`update consent_records set state = 'given'`, 'delete from consent_records', 'truncate consent_records']) {
      if (!statement.startsWith('delete'))
        await expect(engineQuery(database.db, { text: statement }), statement).rejects.toMatchObject({ code: '42501' });
      await expect(database.db.app.query(statement), statement).rejects.toMatchObject({ code: '42501' });
    }
    await expect(database.admin(`update consent_records set state = 'given'`)).rejects.toThrow(/never changed/);
    await expect(database.admin('delete from consent_records')).rejects.toThrow(/never changed/);
  });
});

describe('a person with several identifiers', () => {
  it('stays suppressed under an identifier learned after the stop, when everything else is gone', async () => {
    await says(webhook(text('STOP')));
    const more = intake.about(
      JSON.parse(
        webhook(text('hello')).toString().replaceAll(`"wa_id":"${phone}"`, `"wa_id":"${phone}","user_id":"ID.9988776655"`),
      ) as unknown,
    );
    await says(more);
    const rows = await engineQuery<{ match_kind: string }>(database.db, {
      text: 'select match_kind from suppressions where workspace_id = $1 and lifted_at is null order by match_kind',
      values: [world.workspaceId],
    });
    expect(rows.map((row) => row.match_kind)).toEqual(['bsuid', 'phone']);
  });
});
