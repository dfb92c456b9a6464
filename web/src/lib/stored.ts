import { useCallback, useState } from 'react';

/** Reads a value kept in this browser; null when there is none or storage is forbidden. */
export function readStored(key: string): string | null {
  try {
    return localStorage.getItem(`kabar.${key}`);
  } catch {
    return null;
  }
}

/** Keeps a value in this browser; where storage is forbidden the choice lasts until the page is closed. Null forgets it. */
export function writeStored(key: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(`kabar.${key}`);
    else localStorage.setItem(`kabar.${key}`, value);
  } catch {
    // Private modes and full disks refuse; nothing else depends on the value being kept.
  }
}

/** State that is still there after a reload, for choices about this browser only (widths, folded panels). */
export function useStored(key: string, initial: string): [string, (value: string) => void] {
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
