/** A text colour and the surfaces it may stand on, by the names of tokens.css. */
export interface TokenPair {
  text: string;
  on: readonly string[];
}

const surfaces = ['surface-0', 'surface-1', 'surface-2', 'surface-3', 'popup', 'popup-hover'] as const;

/** Every text and surface that the parts put together; each must reach 4.5:1 in both themes (checked by token-pairs.test.ts). */
export const textPairs: readonly TokenPair[] = [
  { text: 'text-strong', on: [...surfaces, 'accent-soft', 'bubble-own', 'bubble-customer', 'bubble-note', 'thread'] },
  { text: 'text-normal', on: [...surfaces, 'accent-soft', 'bubble-own', 'bubble-customer', 'bubble-note', 'thread'] },
  { text: 'text-weak', on: [...surfaces, 'accent-soft', 'bubble-own', 'bubble-customer', 'bubble-note', 'thread'] },
  { text: 'accent-text', on: [...surfaces, 'accent-soft', 'bubble-own', 'bubble-customer', 'bubble-note'] },
  { text: 'on-accent', on: ['accent', 'accent-hover'] },
  { text: 'info', on: [...surfaces, 'info-soft', 'bubble-own', 'bubble-customer'] },
  { text: 'good', on: [...surfaces, 'good-soft', 'bubble-own', 'bubble-customer'] },
  { text: 'warn', on: [...surfaces, 'warn-soft', 'bubble-own', 'bubble-customer', 'bubble-note'] },
  { text: 'bad', on: [...surfaces, 'bad-soft', 'bubble-own', 'bubble-customer'] },
  { text: 'on-bad', on: ['bad-fill', 'bad-fill-hover'] },
];

/** Lines and marks that carry meaning without being text; each must reach 3:1 in both themes. */
export const markPairs: readonly TokenPair[] = [
  { text: 'line-control', on: ['surface-0', 'surface-1'] },
  { text: 'focus', on: [...surfaces, 'thread'] },
  { text: 'accent', on: surfaces },
];
