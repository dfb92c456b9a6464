const allowed = /^[\p{L}\p{N}][\p{L}\p{M}\p{N}_-]{0,39}$/u;

/** Whether something can be typed behind the slash: 1 to 40 letters, digits, dashes or underscores. */
export function isShortcut(text: string): boolean {
  return allowed.test(text.trim().toLowerCase());
}

/** A shortcut made of a name: "Order on its way" becomes "order-on-its-way". */
export function shortcutOf(name: string): string {
  return name
    .trim()
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{M}\p{N}]+/gu, '-')
    .replaceAll(/^[^\p{L}\p{N}]+|-+$/gu, '')
    .slice(0, 40)
    .replace(/-+$/, '');
}
