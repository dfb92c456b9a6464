/** A colour in OKLCH: lightness 0..1, chroma, hue in degrees. */
export interface Oklch {
  lightness: number;
  chroma: number;
  hue: number;
}

/**
 * Reads `oklch(L C H)` without an alpha; anything else is null, because a see-through colour has no contrast of its own.
 */
export function parseOklch(text: string): Oklch | null {
  const match = /^oklch\(([\d.]+) ([\d.]+) ([\d.]+)\)$/.exec(text.trim());
  if (!match) return null;
  return { lightness: Number(match[1]), chroma: Number(match[2]), hue: Number(match[3]) };
}

/**
 * Linear sRGB of an OKLCH colour, each channel clipped to 0..1 as a screen does.
 *
 * Source: Björn Ottosson, "A perceptual color space for image processing", the OKLab to linear sRGB matrices.
 */
export function oklchToLinearRgb(colour: Oklch): [number, number, number] {
  const radians = (colour.hue * Math.PI) / 180;
  const a = colour.chroma * Math.cos(radians);
  const b = colour.chroma * Math.sin(radians);
  const l = (colour.lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (colour.lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (colour.lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const clip = (value: number): number => Math.min(1, Math.max(0, value));
  return [
    clip(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    clip(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    clip(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  ];
}

/**
 * WCAG contrast of two colours, 1 to 21.
 *
 * Source: WCAG 2.2, relative luminance and contrast ratio.
 */
export function contrastRatio(first: Oklch, second: Oklch): number {
  const luminance = (colour: Oklch): number => {
    const [red, green, blue] = oklchToLinearRgb(colour);
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const [darker, lighter] = [luminance(first), luminance(second)].toSorted((x, y) => x - y);
  return ((lighter ?? 0) + 0.05) / ((darker ?? 0) + 0.05);
}

/**
 * The colour tokens of one theme out of the text of tokens.css; `dark` is read on top of the light values, as the browser does.
 */
export function readColourTokens(css: string, theme: 'light' | 'dark'): Map<string, Oklch> {
  const tokens = new Map<string, Oklch>();
  const selectors = theme === 'light' ? [':root {'] : [':root {', '[data-theme="dark"] {'];
  for (const selector of selectors) {
    const start = css.indexOf(selector);
    const block = css.slice(start, css.indexOf('\n}', start));
    for (const match of block.matchAll(/--([a-z0-9-]+): ([^;]+);/g)) {
      const colour = parseOklch(match[2] ?? '');
      if (colour) tokens.set(match[1] ?? '', colour);
    }
  }
  return tokens;
}
