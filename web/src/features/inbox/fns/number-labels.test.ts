import { describe, expect, it } from 'vitest';
import { shortNumberLabels } from './number-labels.ts';

function labels(...names: (string | null)[]): string[] {
  const numbers = names.map((name, index) => ({ id: `num_${index}`, verified_name: name, phone: `+1 555-010-010${index}` }));
  return [...shortNumberLabels(numbers).values()];
}

describe('shortNumberLabels', () => {
  it('leaves out what all names begin with', () => {
    expect(labels('Kopi Merdeka', 'Kopi Merdeka Kemang', 'Kopi Merdeka Menteng')).toEqual(['Kopi Merdeka', 'Kemang', 'Menteng']);
  });

  it('keeps names that have nothing in common', () => {
    expect(labels('Toko Melati', 'Kopi Merdeka')).toEqual(['Toko Melati', 'Kopi Merdeka']);
    expect(labels('Kopi Merdeka')).toEqual(['Kopi Merdeka']);
  });

  it('tells numbers of the same name, or of none, by their last digits', () => {
    expect(labels('Kopi', 'Kopi', null)).toEqual(['…0100', '…0101', '…0102']);
  });
});
