/** What a key press must look like: the key as `KeyboardEvent.key` gives it in lower case, and the modifiers that must be down. */
export interface KeyStep {
  key: string;
  mod: boolean;
  shift: boolean;
  alt: boolean;
}

const isMac = typeof navigator !== 'undefined' && /mac|iphone|ipad/i.test(navigator.userAgent);

const names: Readonly<Record<string, string>> = {
  mod: isMac ? '⌘' : 'Ctrl',
  shift: '⇧',
  alt: isMac ? '⌥' : 'Alt',
  enter: '↵',
  escape: 'Esc',
  arrowup: '↑',
  arrowdown: '↓',
  arrowleft: '←',
  arrowright: '→',
  backspace: '⌫',
  space: 'Space',
};

/** Reads "mod+k" or "g i" into the presses that make it up. "mod" is Command on a Mac and Control elsewhere. */
export function parseKeys(keys: string): KeyStep[] {
  return keys.split(' ').map((step) => {
    const parts = step.split('+');
    return {
      key: parts.at(-1) ?? '',
      mod: parts.includes('mod'),
      shift: parts.includes('shift'),
      alt: parts.includes('alt'),
    };
  });
}

/** The caps to draw for a shortcut, in the order they are pressed. */
export function describeKeys(keys: string): string[] {
  return keys.split(/[ +]/).map((part) => names[part] ?? (part.length === 1 ? part.toUpperCase() : part));
}

/** The parts of a KeyboardEvent that decide whether it is a given step. */
export type KeyPress = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'>;

/**
 * True when the press is the step. Shift is only compared where the step names it or the key is a letter,
 * because "?" already needs Shift on most keyboards.
 */
export function matchesStep(press: KeyPress, step: KeyStep): boolean {
  const key = press.key === ' ' ? 'space' : press.key.toLowerCase();
  if (key !== step.key || press.altKey !== step.alt) return false;
  if ((press.ctrlKey || press.metaKey) !== step.mod) return false;
  const isSymbol = key.length === 1 && !/[a-z0-9]/.test(key);
  return isSymbol && !step.shift ? true : press.shiftKey === step.shift;
}
