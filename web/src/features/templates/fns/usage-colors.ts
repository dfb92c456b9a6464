/** Colours of the parts of a bar: of unlike lightness, so that they can be told apart without seeing colours. */
export const usageColors = {
  read: 'var(--accent)',
  delivered: 'color-mix(in oklch, var(--accent) 45%, var(--surface-1))',
  rest: 'var(--line-control)',
} as const;
