import { BROWSER_ENTRIES } from '@kabar/contract';
import { describe, expect, it } from 'vitest';
import { checkBrowserStorage } from './browser-storage.ts';
import type { SourceFile } from './guard.ts';

/** Sources that use every entry of the registry, so that only what a test plants is found. */
const sound: SourceFile[] = [
  {
    name: 'web/src/a.ts',
    text: BROWSER_ENTRIES.filter(({ store, name }) => store !== 'cookie' && name.startsWith('kabar'))
      .map(({ store, name }) => {
        const key = name.replace('kabar.', '').replaceAll(/\{\w+\}/g, '${id}');
        return store === 'local' ? `readStored(\`${key}\`);` : `readTab(\`${key}\`);`;
      })
      .join('\n'),
  },
  {
    name: 'server/src/x-cookie.ts',
    text: BROWSER_ENTRIES.filter(({ store }) => store === 'cookie')
      .map(({ name }) => `'${name}'`)
      .join('\n'),
  },
];
const messages = (sources: SourceFile[]): string[] => checkBrowserStorage(sources).map(({ message }) => message);

describe('the guard of browser storage', () => {
  it('accepts what is registered', () => {
    expect(messages(sound)).toEqual([]);
  });

  it('sees an unregistered key, a use past the door, a cookie nobody knows and a plain script', () => {
    const planted: SourceFile[] = [
      { name: 'web/src/b.tsx', text: "useStored('secret-canary', 'x');\n\nwriteTab(`canary.${id}`, '1');" },
      { name: 'web/src/c.ts', text: "localStorage.setItem('x', '1'); document.cookie = 'a=b'; indexedDB.open('x');" },
      { name: 'server/src/modules/x/canary-cookie.ts', text: "const name = '__Host-kabar_canary';" },
      { name: 'web/public/first-paint.js', text: "localStorage.getItem('kabar.canary')" },
    ];
    expect(messages([...sound, ...planted])).toEqual([
      'local "kabar.secret-canary" is not in the registry',
      'session "kabar.canary.x" is not in the registry',
      'localStorage is used past web/src/lib/stored.ts',
      'document.cookie is used past web/src/lib/stored.ts',
      'indexedDB is used past web/src/lib/stored.ts',
      'cookie "kabar_canary" is not in the registry',
      'local "kabar.canary" is not in the registry',
    ]);
  });

  it('sees entries that nothing uses, and calls itself blind when it sees nothing', () => {
    expect(messages(sound.slice(0, 1))).toContain('nothing keeps the cookie "kabar_session" any more');
    expect(messages([{ name: 'web/src/a.ts', text: 'export {}' }])).toEqual(['no use of storage was found: it is blind']);
  });
});
