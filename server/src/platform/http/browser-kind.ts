/** The family of a browser and its system, as coarse as they are counted. */
export type BrowserKind = { browser: string; system: string };

// The order matters: most browsers name those that they descend from, too.
const browsers: readonly (readonly [RegExp, string])[] = [
  [/\bEdgA?\//, 'Edge'],
  [/\bOPR\/|\bOpera\b/, 'Opera'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\b(?:Firefox|FxiOS)\//, 'Firefox'],
  [/\b(?:Chrome|CriOS|Chromium)\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
];
const systems: readonly (readonly [RegExp, string])[] = [
  [/\bAndroid\b/, 'Android'],
  [/\b(?:iPhone|iPad|iPod)\b/, 'iOS'],
  [/\bWindows\b/, 'Windows'],
  [/\bMac OS X\b/, 'macOS'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bLinux\b/, 'Linux'],
];

/** Reads the two families from a `User-Agent` header; versions, models and everything else in it are dropped here. */
export function browserKind(userAgent: string): BrowserKind {
  const found = (list: typeof browsers): string => list.find(([pattern]) => pattern.test(userAgent))?.[1] ?? 'other';
  return { browser: found(browsers), system: found(systems) };
}
