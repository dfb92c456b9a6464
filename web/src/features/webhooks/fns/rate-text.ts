/** A share as a percentage that never rounds up to all or down to none: 0.9996 is 99.9 %. */
export function rateText(rate: number, locale: string): string {
  const tenths = Math.round(rate * 1000);
  const shown = rate < 1 && tenths === 1000 ? 999 : rate > 0 && tenths === 0 ? 1 : tenths;
  return new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 }).format(shown / 1000);
}
