import type { ColumnTarget } from '@kabar/contract';
import { ID_PREFIXES } from '@kabar/contract';
import type { AttributeRow } from '#modules/contacts';
import { toPublicId } from '#platform/ids';

const words: readonly [ColumnTarget['to'] & ('phone' | 'name' | 'username' | 'bsuid' | 'tags' | 'stage'), RegExp][] = [
  ['bsuid', /^(bsuid|user ?id|whatsapp ?(user )?id)$/],
  ['username', /^(user ?name|nama ?pengguna|whatsapp ?user ?name)$/],
  [
    'phone',
    /^(phone|phone ?number|mobile|mobile ?number|whatsapp|whatsapp ?number|wa|no ?(hp|wa|telp|telepon)|nomor( ?(hp|wa|telepon|whatsapp))?|telepon|telp|hp|tel|telefono|telefone|celular|msisdn|फ़ोन|मोबाइल)$/,
  ],
  ['name', /^(name|full ?name|nama|nama ?lengkap|contact ?name|customer ?name|nombre|nome|नाम)$/],
  ['tags', /^(tags?|labels?|label|etiquetas?)$/],
  ['stage', /^(stage|lifecycle( ?stage)?|tahap|etapa)$/],
];

/** What each column probably is, by its header and, for phone numbers, by what stands in it. Nothing is guessed twice. Pure. */
export function guessColumns(
  headers: readonly string[],
  samples: readonly (readonly string[])[],
  attributes: readonly AttributeRow[],
): ColumnTarget[] {
  const used = new Set<string>();
  const targets = headers.map((header): ColumnTarget => {
    const folded = header
      .trim()
      .toLowerCase()
      .replaceAll(/[\s_.-]+/g, ' ');
    const word = words.find(([, form]) => form.test(folded))?.[0];
    if (word !== undefined && !used.has(word)) {
      used.add(word);
      return { to: word };
    }
    const attribute = attributes.find((one) => one.key === folded.replaceAll(' ', '_') || one.label.toLowerCase() === folded);
    if (attribute === undefined || used.has(attribute.id)) return { to: 'ignore' };
    used.add(attribute.id);
    // Made with the prefix it is branded with.
    return {
      to: 'attribute',
      attribute_id: toPublicId(ID_PREFIXES.attribute, attribute.id) as Extract<ColumnTarget, { to: 'attribute' }>['attribute_id'],
    };
  });
  if (!used.has('phone') && !used.has('bsuid')) {
    const index = samples.findIndex((cells) => cells.length > 0 && cells.every((cell) => /^[+\d][\d\s().-]{7,19}$/.test(cell.trim())));
    if (index >= 0 && targets[index]?.to === 'ignore') targets[index] = { to: 'phone' };
  }
  return targets;
}
