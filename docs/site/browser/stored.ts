import type { BROWSER_ENTRIES } from '@kabar/contract';

type LocalName = Extract<(typeof BROWSER_ENTRIES)[number], { store: 'local' }>['name'];
/** A key of the registry of what browsers keep, without its prefix. */
type Key = LocalName extends infer Name ? (Name extends `kabar.${infer Rest}` ? Rest : never) : never;

/** What this browser keeps under `kabar.<key>`, or null; also null where storage is forbidden. */
export function readStored(key: Key): string | null {
  try {
    return localStorage.getItem(`kabar.${key}`);
  } catch {
    return null;
  }
}

/** Keeps a choice; where storage is forbidden it lasts as long as the page. */
export function writeStored(key: Key, value: string): void {
  try {
    localStorage.setItem(`kabar.${key}`, value);
  } catch {
    // The page goes on with the choice; only the next one will not know it.
  }
}
