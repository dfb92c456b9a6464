import { MEDIA_RULES } from '@kabar/cloud-api';
import { request } from 'undici';

const TIMEOUT_MS = 10_000;

async function isFetchable(link: string): Promise<boolean> {
  try {
    const answer = await request(link, { headersTimeout: TIMEOUT_MS, bodyTimeout: TIMEOUT_MS });
    let sizeBytes = 0;
    for await (const chunk of answer.body) {
      sizeBytes += (chunk as Buffer).length; // bodies without encoding give buffers
      if (sizeBytes > MEDIA_RULES.document.maxBytes) return false;
    }
    return answer.statusCode === 200 && sizeBytes > 0;
  } catch {
    return false;
  }
}

/** True when every media link answers 200 with a file of at most 100 MB. Never rejects. Source: "Media", 2025-11. */
export async function areFetchable(links: readonly string[]): Promise<boolean> {
  const results = await Promise.all(links.map(isFetchable));
  return results.every(Boolean);
}
