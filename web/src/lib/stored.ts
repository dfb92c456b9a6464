import type { LocalKey, SessionKey } from '@kabar/contract';
import { useCallback, useState } from 'react';

type WithoutPrefix<K> = K extends `kabar.${infer Rest}` ? Rest : never;

/** A key of the registry of what browsers keep, without its prefix: `theme` is kept as `kabar.theme`. */
export type StoredKey = WithoutPrefix<LocalKey>;
/** The same for what is gone with the tab. */
export type TabKey = WithoutPrefix<SessionKey>;

/** Reads a value kept in this browser; null when there is none or storage is forbidden. */
export function readStored(key: StoredKey): string | null {
  try {
    return localStorage.getItem(`kabar.${key}`);
  } catch {
    return null;
  }
}

/** Keeps a value in this browser; where storage is forbidden the choice lasts until the page is closed. Null forgets it. */
export function writeStored(key: StoredKey, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(`kabar.${key}`);
    else localStorage.setItem(`kabar.${key}`, value);
  } catch {
    // Private modes and full disks refuse; nothing else depends on the value being kept.
  }
}

/** Reads a value kept in this tab; null when there is none or storage is forbidden. */
export function readTab(key: TabKey): string | null {
  try {
    return sessionStorage.getItem(`kabar.${key}`);
  } catch {
    return null;
  }
}

/** Keeps a value in this tab: it survives a reload and is gone with the tab. Null forgets it. */
export function writeTab(key: TabKey, value: string | null): void {
  try {
    if (value === null) sessionStorage.removeItem(`kabar.${key}`);
    else sessionStorage.setItem(`kabar.${key}`, value);
  } catch {
    // Storage may be forbidden; the value then lives as long as the page.
  }
}

/** State that is still there after a reload, for choices about this browser only (widths, folded panels). */
export function useStored(key: StoredKey, initial: string): [string, (value: string) => void] {
  const [value, setValue] = useState(() => readStored(key) ?? initial);
  const change = useCallback(
    (next: string) => {
      setValue(next);
      writeStored(key, next);
    },
    [key],
  );
  return [value, change];
}
