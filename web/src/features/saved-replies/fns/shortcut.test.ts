import { expect, it } from 'vitest';
import { isShortcut, shortcutOf } from './shortcut.ts';

it('takes what can be typed behind a slash', () => {
  for (const text of ['a', 'order-on-its-way', 'jam_buka', 'धन्यवाद', 'ÄPFEL', ' hours ']) expect(isShortcut(text), text).toBe(true);
  for (const text of ['', '-a', 'two words', 'a/b', 'a'.repeat(41)]) expect(isShortcut(text), text).toBe(false);
});

it('makes a shortcut of a name', () => {
  expect(shortcutOf('Order on its way!')).toBe('order-on-its-way');
  expect(shortcutOf('  “Jam buka” & libur ')).toBe('jam-buka-libur');
  expect(shortcutOf('🙂')).toBe('');
  expect(isShortcut(shortcutOf('A name that is much too long for anybody to type it in full'))).toBe(true);
});
