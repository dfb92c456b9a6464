import type { DraftSamples } from '@kabar/contract';

/** A text with its samples in it; a variable without one stays visible as it is. */
export function fillSamples(text: string, samples: DraftSamples): string {
  return text.replaceAll(/\{\{\s*([^{}\s]+)\s*\}\}/g, (whole, name: string) => {
    const sample = (samples[name] ?? '').trim();
    return sample === '' ? whole : sample;
  });
}
