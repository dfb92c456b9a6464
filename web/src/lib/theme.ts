import { useSyncExternalStore } from 'react';
import { readStored, writeStored } from './stored.ts';

/** What a person can choose; "system" follows the device. */
export const themes = ['system', 'light', 'dark'] as const;
/** One of `themes`. */
export type Theme = (typeof themes)[number];

const listeners = new Set<() => void>();
const darkQuery = typeof matchMedia === 'undefined' ? null : matchMedia('(prefers-color-scheme: dark)');
let current = readTheme();

function readTheme(): Theme {
  const stored = readStored('theme');
  return themes.find((theme) => theme === stored) ?? 'system';
}

function apply(): void {
  const dark = current === 'dark' || (current === 'system' && (darkQuery?.matches ?? false));
  document.documentElement.dataset['theme'] = dark ? 'dark' : 'light';
}

/** Keeps the page in step with the device and with other tabs. Called once, when the app starts. */
export function watchTheme(): void {
  apply();
  darkQuery?.addEventListener('change', apply);
  addEventListener('storage', (event) => {
    if (event.key !== 'kabar.theme') return;
    current = readTheme();
    apply();
    for (const listener of listeners) listener();
  });
}

/** Chooses a theme for this browser, at once and in every open tab. */
export function setTheme(theme: Theme): void {
  current = theme;
  writeStored('theme', theme === 'system' ? null : theme);
  apply();
  for (const listener of listeners) listener();
}

/** The chosen theme. */
export function useTheme(): Theme {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => current,
  );
}
