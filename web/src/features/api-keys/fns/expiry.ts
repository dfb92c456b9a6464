/** How long a new key is valid. "date" is until a day that was chosen. */
export type ExpiryChoice = '30d' | '90d' | '1y' | 'date' | 'never';

const days: Readonly<Record<Exclude<ExpiryChoice, 'date' | 'never'>, number>> = { '30d': 30, '90d': 90, '1y': 365 };

/** The instant at which a key ends, as ISO 8601 in UTC; null is never. */
export function expiryOf(choice: ExpiryChoice, until: string | null, nowMs: number): string | null {
  if (choice === 'never') return null;
  if (choice === 'date') return until;
  return new Date(nowMs + days[choice] * 86_400_000).toISOString();
}
