import { periodWords } from '@kabar/contract';
import { describe, expect, it } from 'vitest';
import { composeCatalogue } from '#platform/personal-data/catalogue';
import { declarePersonalData, erased, ofNobody, retained } from '#platform/personal-data/declaration';
import type { Recipient } from './data-catalogue-context.ts';
import { filterEntries, presentEntries } from './present-entries.ts';
import { describeActivities } from './record-of-processing.ts';
import { recipientOf } from './register-recipients.ts';

const catalogue = composeCatalogue([
  declarePersonalData({
    owner: 'post',
    tables: {
      contacts: {
        holds: ['Customers', 'Pelanggan', 'ग्राहक'],
        whose: 'contact',
        path: 'id',
        class: 'profile',
        purpose: 'customer_record',
        retention: retained.byPolicy('contact_record', 'created_at'),
        erase: erased.kept('erased_mark'),
        columns: { workspace_id: ofNobody, 'id created_at': {}, name_sealed: { erase: erased.detached } },
      },
      letters: {
        holds: ['Letters', 'Surat', 'पत्र'],
        whose: 'contact',
        path: 'contact_id',
        class: 'message_content',
        purpose: 'messaging',
        retention: retained.withRow('contact_id > contacts'),
        columns: {
          'workspace_id stamp': ofNobody,
          'id contact_id text_sealed': {},
          clerk_id: { whose: 'account', path: 'clerk_id > users.id', class: 'account' },
        },
      },
      stamps: {
        holds: ['Stamps', 'Perangko', 'टिकट'],
        whose: 'nobody',
        class: 'setting',
        purpose: 'messaging',
        retention: retained.withWorkspace,
        columns: { 'workspace_id colour': {} },
      },
      counts: {
        holds: ['Counts', 'Hitungan', 'गिनती'],
        whose: 'contact',
        path: 'contact_id',
        class: 'service_quality',
        purpose: 'statistics',
        retention: retained.fixed('P7D', 'at'),
        columns: { 'contact_id at': {} },
      },
    },
    jobs: { 'post.carry': { letterId: { idOf: 'letters' } }, 'post.sort': { workspaceId: 'nobody' } },
  }),
]);
const entries = presentEntries(catalogue);
const carrier: Recipient = {
  name: 'Carrier',
  does: { en: 'Carries', id: 'Mengantar', hi: 'ले जाता है' },
  region: 'Ruritania',
  transfer: null,
  purposes: ['messaging'],
  classes: ['message_content'],
};

describe('the data map', () => {
  it('shows tables, waiting work with ids of people, and the log', () => {
    expect(entries.map(({ id }) => id)).toEqual([
      'table:contacts',
      'table:counts',
      'table:letters',
      'table:stamps',
      'job:post.carry',
      'log:lines',
    ]);
    const letters = entries.find(({ id }) => id === 'table:letters');
    expect(letters).toMatchObject({ encryption: 'contact_key', erasure: 'delete', retention: { by: 'row', of: 'contacts' } });
    expect(letters?.fields.find(({ name }) => name === 'clerk_id')).toMatchObject({
      whose: 'account',
      reached_by: ['clerk_id > users.id'],
    });
    expect(entries.find(({ id }) => id === 'table:contacts')).toMatchObject({ erasure: 'keep', keep_reason: 'erased_mark' });
  });

  it('finds by words of every language, by person, class, purpose and place', () => {
    const ids = (query: Parameters<typeof filterEntries>[1]): string[] => filterEntries(entries, query).map(({ id }) => id);
    expect(ids({ q: 'SURAT' })).toEqual(['table:letters']);
    expect(ids({ q: 'text letters' })).toEqual(['table:letters']);
    expect(ids({ whose: 'account' })).toEqual(['table:letters', 'log:lines']);
    expect(ids({ class: 'account' })).toEqual(['table:letters']);
    expect(ids({ purpose: 'statistics', place: 'table' })).toEqual(['table:counts']);
    expect(ids({ owner: 'nobody' })).toEqual([]);
  });
});

describe('the record of processing', () => {
  const activities = describeActivities(entries, [carrier], new Map([['contact_record', 'P90D']]));
  const of = (purpose: string, role: string) => activities.find((one) => one.purpose === purpose && one.role === role);

  it('has one activity per purpose and role, without what is nobody’s', () => {
    expect(activities.map(({ purpose, role }) => `${purpose} ${role}`)).toEqual([
      'messaging processor',
      'messaging controller',
      'customer_record processor',
      'statistics processor',
      'operations processor',
      'operations controller',
    ]);
    expect(of('messaging', 'processor')).toMatchObject({ whose: ['contact'], classes: ['message_content'], recipients: ['Carrier'] });
    expect(of('messaging', 'controller')).toMatchObject({ whose: ['account'], classes: ['account'], recipients: [] });
    const theirs = (classes: Recipient['classes']) =>
      describeActivities(entries, [{ ...carrier, classes }], new Map()).find(
        (one) => one.purpose === 'messaging' && one.role === 'controller',
      )?.recipients;
    expect([theirs(['message_content', 'setting']), theirs(['account'])]).toEqual([[], ['Carrier']]);
    expect(activities.flatMap(({ places }) => places)).not.toContain('table:stamps');
  });

  it('tells periods of the policy, also of rows that go with another', () => {
    expect(of('messaging', 'processor')?.retention).toEqual([
      { class: 'contact_record', rule: expect.objectContaining({ en: 'Customer records: 90 days' }) },
    ]);
    expect(of('statistics', 'processor')?.retention).toEqual([
      { class: null, rule: { en: 'Counts: 7 days', id: 'Hitungan: 7 hari', hi: 'गिनती: 7 दिन' } },
    ]);
    const without = describeActivities(entries, [], new Map());
    expect(without.find(({ purpose }) => purpose === 'customer_record')?.retention[0]?.rule.en).toMatch(/until the workspace deletes it/);
  });

  it('gives the weighing for every interest', () => {
    expect(of('statistics', 'processor')?.balancing_note?.en).toMatch(/never the text of messages/);
    expect(of('messaging', 'processor')?.balancing_note).toBeNull();
  });
});

it('puts periods into words', () => {
  expect(periodWords('P1D')).toEqual({ en: '1 day', id: '1 hari', hi: '1 दिन' });
  expect(periodWords('PT1H').en).toBe('1 hour');
  expect(periodWords('P25M').en).toBe('25 months');
  expect(periodWords('P1Y2M').en).toBe('P1Y2M');
});

it('tells who gets what, from the register of recipients', () => {
  const carried = recipientOf(
    { name: 'Carrier', purposes: ['messaging'], data: ['message_content'], region: 'SG', mechanisms: ['adequacy', 'consent'] },
    [],
  );
  expect(carried).toMatchObject({
    region: 'SG',
    transfer: 'adequacy, consent',
    purposes: ['messaging', 'customer_record', 'consent_proof'],
  });
  expect(carried.classes).toContain('message_content');
  const host = recipientOf({ name: 'Host', purposes: ['hosting', 'database'], data: ['sessions'], region: null, mechanisms: [] }, [
    'security',
  ]);
  expect(host).toMatchObject({ transfer: null, purposes: ['security'], classes: ['session'] });
  expect(host.does.id).toBe('Menyediakan mesin; Menjalankan basis data');
});
