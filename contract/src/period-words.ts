import type { InLanguages } from './personal-data-names.ts';

const units: Readonly<Record<string, InLanguages & { one: string }>> = {
  Y: { one: 'year', en: 'years', id: 'tahun', hi: 'साल' },
  M: { one: 'month', en: 'months', id: 'bulan', hi: 'महीने' },
  W: { one: 'week', en: 'weeks', id: 'minggu', hi: 'हफ़्ते' },
  D: { one: 'day', en: 'days', id: 'hari', hi: 'दिन' },
  TH: { one: 'hour', en: 'hours', id: 'jam', hi: 'घंटे' },
  TM: { one: 'minute', en: 'minutes', id: 'menit', hi: 'मिनट' },
};

/** An ISO 8601 period of one unit in words, e.g. `P7D`: 7 days. Other text stays as it is. */
export function periodWords(period: string): InLanguages {
  const [, isTime = '', digits = '', letter = ''] = /^P(T?)(\d+)([YMWDH])$/.exec(period) ?? [];
  const unit = units[`${isTime}${letter}`];
  if (unit === undefined) return { en: period, id: period, hi: period };
  const count = Number(digits);
  return { en: `${count} ${count === 1 ? unit.one : unit.en}`, id: `${count} ${unit.id}`, hi: `${count} ${unit.hi}` };
}
