import { writeStored } from './stored.ts';

/** Lets the button in the header switch between light and dark. The dashboard follows the same choice. */
export function addThemeSwitch(): void {
  const button = document.querySelector<HTMLButtonElement>('[data-theme-switch]');
  if (button === null) return;
  button.hidden = false;
  button.addEventListener('click', () => {
    const next = document.documentElement.dataset['theme'] === 'dark' ? 'light' : 'dark';
    document.documentElement.dataset['theme'] = next;
    writeStored('theme', next);
  });
}
