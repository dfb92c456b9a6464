import type { DataMapEntry } from '@kabar/contract';
import { describe, expect, it } from 'vitest';
import { flowOf, groupFields, mainErasureOf, narrowPlaces, peopleOf } from './data-flow.ts';
import { dataSearch } from './data-search.ts';

const facts = { class: 'message_content', encryption: 'contact_key', keep_reason: null } as const;

function place(name: string, change: Partial<DataMapEntry>): DataMapEntry {
  return {
    id: `table:${name}`,
    place: 'table',
    name,
    owner: 'post',
    holds: { en: `The ${name}`, id: `Si ${name}`, hi: name },
    ...facts,
    whose: 'contact',
    erasure: 'delete',
    purpose: 'messaging',
    legal_basis: 'contract',
    retention: { by: 'workspace' },
    fields: [],
    ...change,
  };
}

const letters = place('letters', {});
const stamps = place('stamps', { whose: 'nobody', erasure: 'keep', keep_reason: 'not_personal' });
const keys = place('keys', {
  whose: 'nobody',
  erasure: 'keep',
  purpose: 'account',
  fields: [
    { name: 'id', ...facts, whose: 'nobody', erasure: 'keep', reached_by: [] },
    { name: 'made_by', ...facts, whose: 'account', erasure: 'detach', reached_by: ['made_by'] },
  ],
});
const all = [letters, stamps, keys];

describe('the map of places', () => {
  it('knows whose a place is by its rows, else by its fields', () => {
    expect(peopleOf(letters)).toEqual(['contact']);
    expect(peopleOf(stamps)).toEqual([]);
    expect(peopleOf(keys)).toEqual(['account']);
    expect(mainErasureOf(keys)).toBe('detach');
  });

  it('puts fields together that differ in nothing but their names', () => {
    const [id, madeBy] = keys.fields;
    if (id === undefined || madeBy === undefined) throw new Error('the example has two fields');
    expect(groupFields([id, madeBy, { ...id, name: 'colour' }]).map(({ fieldNames }) => fieldNames)).toEqual([
      ['id', 'colour'],
      ['made_by'],
    ]);
  });

  it('leaves out what is about nobody unless asked', () => {
    expect(narrowPlaces(all, {})).toEqual([letters, keys]);
    expect(narrowPlaces(all, { whose: 'nobody' })).toEqual([stamps]);
    expect(narrowPlaces(all, { whose: 'account' })).toEqual([keys]);
    expect(narrowPlaces(all, { purpose: 'messaging' })).toEqual([letters]);
    expect(narrowPlaces(all, { q: 'MADE si' })).toEqual([keys]);
    expect(narrowPlaces(all, { q: 'nothing like it' })).toEqual([]);
  });

  it('draws every place once, from person to purpose to erasure', () => {
    const flow = flowOf([letters, letters, keys, stamps]);
    expect(flow.total).toBe(3);
    expect(flow.whose).toEqual([
      { id: 'contact', count: 2, start: 0 },
      { id: 'account', count: 1, start: 2 },
    ]);
    expect(flow.first).toEqual([
      { from: 'contact', to: 'messaging', count: 2, fromStart: 0, toStart: 0 },
      { from: 'account', to: 'account', count: 1, fromStart: 2, toStart: 2 },
    ]);
    expect(flow.second.map(({ to, count }) => [to, count])).toEqual([
      ['delete', 2],
      ['detach', 1],
    ]);
  });
});

it('reads the address and leaves out what makes no sense', () => {
  expect(dataSearch({ tab: 'record', whose: 'contact', purpose: 'security', q: 'phone', place: 'table:contacts' })).toEqual({
    tab: 'record',
    whose: 'contact',
    purpose: 'security',
    q: 'phone',
    place: 'table:contacts',
  });
  expect(dataSearch({ tab: 'x', whose: 'me', purpose: 7, q: '', place: '<b>' })).toEqual({});
});
