import { contentSchemas } from '@kabar/cloud-api';
import type { SendableType } from '@kabar/contract';

/** One thing that WhatsApp would refuse: where it stands (under the type's name) and what is wrong with it. */
export type ContentIssue = { path: string; message: string };

const maxIssues = 20;

/**
 * Checks content against WhatsApp's own rules before it is accepted: lengths, counts, required parts, unknown keys, https
 * links. An empty list means that WhatsApp should take it; whether a template exists and fits is not decided here.
 * Never throws.
 *
 * Source: Meta for Developers, message type pages, 2025-11 to 2026-05.
 */
export function checkContent(type: SendableType, content: unknown): ContentIssue[] {
  const parsed = contentSchemas[type].safeParse(content);
  if (!parsed.success) {
    return parsed.error.issues.slice(0, maxIssues).map((issue) => ({
      path: [type, ...issue.path.map(String)].join('.'),
      message: issue.message,
    }));
  }
  return findInsecureLinks(content, type).slice(0, maxIssues);
}

/** WhatsApp fetches links itself and refuses plain http, but only after it has accepted the message. */
function findInsecureLinks(value: unknown, path: string): ContentIssue[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const place = `${path}.${key}`;
    if (key !== 'link' || typeof inner !== 'string') return findInsecureLinks(inner, place);
    return inner.startsWith('https://') ? [] : [{ path: place, message: 'must be a public https address' }];
  });
}
