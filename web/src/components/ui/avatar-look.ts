/** A hue from 0 to 359 that an id always gets, spread evenly over ids that differ in one letter only (FNV-1a, then Murmur's last mix). */
export function hueOf(id: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < id.length; index += 1) {
    hash = Math.imul(hash ^ id.charCodeAt(index), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) % 360;
}

/**
 * One or two letters that stand for a name in any script: the first letter of the first and the last word. Emoji and
 * digits are passed over; null when no letter is left, as for a bare phone number.
 */
export function initialsOf(name: string): string | null {
  const words = name
    .normalize('NFC')
    .split(/[\s\p{P}]+/u)
    .map((word) => /\p{L}\p{M}*/u.exec(word)?.[0])
    .filter((letter) => letter !== undefined);
  const first = words[0];
  if (first === undefined) return null;
  const last = words.length > 1 ? (words.at(-1) ?? '') : '';
  return (first + last).toLocaleUpperCase();
}
