import type { SavedReply } from '@kabar/contract';

/**
 * How well a reply fits what was typed, 0 best: the shortcut begins with it, the name does, a word of the name does, the text does.
 * Null: it does not fit. Case and accents do not matter; nothing typed fits everything.
 */
export function rankSavedReply(reply: Pick<SavedReply, 'shortcut' | 'name' | 'text'>, typed: string): number | null {
  const wanted = fold(typed.replace(/^\//, ''));
  if (wanted === '') return 0;
  if (fold(reply.shortcut).startsWith(wanted)) return 0;
  const name = fold(reply.name);
  if (name.startsWith(wanted)) return 1;
  if (name.split(/[^\p{L}\p{N}]+/u).some((word) => word.startsWith(wanted)) || name.includes(` ${wanted}`)) return 2;
  return fold(reply.text).startsWith(wanted) ? 3 : null;
}

function fold(text: string): string {
  return text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase().replaceAll(/\s+/g, ' ').trim();
}
