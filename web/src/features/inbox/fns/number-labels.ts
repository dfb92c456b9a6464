/** What a label is made from; `phone` as it is shown. */
export interface LabelledNumber {
  id: string;
  verified_name: string | null;
  phone: string;
}

function words(name: string): string[] {
  return name.split(/\s+/).filter(Boolean);
}

/**
 * Labels short enough for a row that still tell numbers apart: the part of the business's name that the others do not
 * begin with as well ("Kemang" of "Kopi Merdeka Kemang"), the whole name where nothing else is left, and the end of the phone
 * number where names are equal or missing.
 */
export function shortNumberLabels(numbers: readonly LabelledNumber[]): Map<string, string> {
  const names = numbers.map((number) => words(number.verified_name ?? ''));
  const named = names.filter((name) => name.length > 0);
  let shared = 0;
  while (named.length > 1 && named.every((name) => name[shared] !== undefined && name[shared] === named[0]?.[shared])) shared += 1;
  const short = names.map((name) => name.slice(shared).join(' ') || name.join(' '));
  return new Map(
    numbers.map((number, index) => {
      const label = short[index] ?? '';
      const isClear = label !== '' && short.filter((other) => other === label).length === 1;
      return [number.id, isClear ? label : `…${number.phone.replaceAll(/\D/g, '').slice(-4)}`];
    }),
  );
}
