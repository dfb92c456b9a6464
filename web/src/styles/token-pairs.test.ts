import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { contrastRatio, parseOklch, readColourTokens } from './contrast.ts';
import { markPairs, textPairs, type TokenPair } from './token-pairs.ts';

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');

function weakPairs(theme: 'light' | 'dark', pairs: readonly TokenPair[], floor: number): string[] {
  const tokens = readColourTokens(css, theme);
  return pairs.flatMap((pair) =>
    pair.on.flatMap((surface) => {
      const text = tokens.get(pair.text);
      const ground = tokens.get(surface);
      if (!text || !ground) return [`${pair.text} on ${surface}: not declared in ${theme}`];
      const ratio = contrastRatio(text, ground);
      return ratio < floor ? [`${pair.text} on ${surface}: ${ratio.toFixed(2)}`] : [];
    }),
  );
}

describe.each(['light', 'dark'] as const)('colour tokens of the %s theme', (theme) => {
  it('give every text 4.5:1 on every surface it stands on', () => {
    expect(weakPairs(theme, textPairs, 4.5)).toEqual([]);
  });

  it('give every meaningful line and mark 3:1', () => {
    expect(weakPairs(theme, markPairs, 3)).toEqual([]);
  });
});

describe('avatars', () => {
  const app = readFileSync(new URL('./app.css', import.meta.url), 'utf8');
  const looks = [
    ...app.matchAll(/background: oklch\((\S+) (\S+) var\(--avatar-hue\)\);\s+color: oklch\((\S+) (\S+) var\(--avatar-hue\)\);/g),
  ];

  it('keep their initials readable on every hue in both themes', () => {
    expect(looks).toHaveLength(2);
    for (const [, groundLightness, groundChroma, textLightness, textChroma] of looks) {
      for (let hue = 0; hue < 360; hue += 5) {
        const ground = { lightness: Number(groundLightness), chroma: Number(groundChroma), hue };
        const text = { lightness: Number(textLightness), chroma: Number(textChroma), hue };
        expect(contrastRatio(ground, text), `hue ${hue}`).toBeGreaterThan(4.5);
      }
    }
  });
});

describe('contrast', () => {
  it('of black and white is 21', () => {
    const black = parseOklch('oklch(0 0 0)');
    const white = parseOklch('oklch(1 0 0)');
    expect(black && white && contrastRatio(black, white)).toBeCloseTo(21, 1);
  });

  it('of a grey and white agrees with the known value of #767676', () => {
    const grey = parseOklch('oklch(0.5654 0 0)');
    const white = parseOklch('oklch(1 0 0)');
    expect(grey && white && contrastRatio(grey, white)).toBeCloseTo(4.54, 1);
  });

  it('reports a pair that is too weak', () => {
    expect(weakPairs('light', [{ text: 'line', on: ['surface-1'] }], 4.5)).toHaveLength(1);
  });
});
