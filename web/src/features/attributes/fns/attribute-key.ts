/** A key made of a label: "Date of birth" becomes "date_of_birth"; letters of other scripts are left out. */
export function attributeKeyOf(label: string): string {
  return slugOf(label, '_')
    .replace(/^[^a-z]+/, '')
    .slice(0, 50)
    .replace(/_+$/, '');
}

/** A key of a choice made of its label, different from those that are taken: "Very good" becomes "very_good". */
export function choiceKeyOf(label: string, taken: readonly string[]): string {
  const base = slugOf(label, '_').slice(0, 40).replace(/_+$/, '') || 'choice';
  for (let number = 1; ; number += 1) {
    const key = number === 1 ? base : `${base}_${number}`;
    if (!taken.includes(key)) return key;
  }
}

function slugOf(label: string, gap: string): string {
  return label
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^a-z0-9]+/g, gap)
    .replaceAll(/^_+|_+$/g, '');
}
