import type { PromiseRow } from '@kabar/contract';
import { describe, expect, it } from 'vitest';
import { narrowRows, promiseSearch } from './promise-search.ts';

const row = (id: string, status: PromiseRow['status'], en: string): PromiseRow => ({
  id,
  status,
  preset: 'minimal',
  section: '1',
  claim: { en, id: `Indonesia ${en}` },
  controls: [{ id: 'K04', name: { en: '', id: '' }, about: { en: '', id: '' } }],
  reason: null,
  proofs: [],
  last_result_at: null,
});

describe('the address of the board', () => {
  it('keeps what makes sense and drops the rest', () => {
    expect(promiseSearch({ tab: 'evidence', status: 'red', preset: 'nothing', control: 'K99x', row: 'L001', q: '' })).toEqual({
      tab: 'evidence',
      status: 'red',
      row: 'L001',
    });
  });
});

describe('narrowing', () => {
  it('needs every filter and every word to fit', () => {
    const rows = [row('L001', 'proven', 'Keys are sealed'), row('L002', 'red', 'Passwords are sealed')];
    const found = (search: Parameters<typeof narrowRows>[1]) => narrowRows(rows, search, 'en').map(({ id }) => id);
    expect(found({})).toEqual(['L001', 'L002']);
    expect(found({ q: 'SEALED pass' })).toEqual(['L002']);
    expect(found({ q: 'l001' })).toEqual(['L001']);
    expect(found({ status: 'red', control: 'K04' })).toEqual(['L002']);
    expect(found({ control: 'K05' })).toEqual([]);
  });
});
