const maxLength = 40;
const minLength = 3;

/** Paths of the dashboard and words that would mislead; nobody gets them as an address. */
const reserved = new Set([
  'api',
  'app',
  'admin',
  'auth',
  'docs',
  'help',
  'kabar',
  'new',
  'phone',
  'privacy',
  'public',
  'settings',
  'sign-in',
  'sign-up',
  'status',
  'support',
  'system',
  'webhooks',
  'www',
]);

/**
 * A slug from a workspace's name: letters without their accents, everything else a dash. A name in another script gives
 * nothing usable; then `workspace` stands in.
 */
export function slugFromName(name: string): string {
  const plain = name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[\u0300-\u036f]/g, '')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, maxLength - 5)
    .replaceAll(/^-+|-+$/g, '');
  return plain.length >= minLength && !isReservedSlug(plain) ? plain : `${plain || 'my'}-workspace`;
}

/** Whether a slug is kept for the product itself. */
export function isReservedSlug(slug: string): boolean {
  return reserved.has(slug);
}

/** The slug itself and, should it be taken, numbered ones to try next. */
export function slugCandidates(slug: string): string[] {
  return [slug, ...Array.from({ length: 99 }, (_, index) => `${slug.slice(0, maxLength - 3)}-${index + 2}`)];
}
