import { engineQuery, withEngine } from '#platform/db/tx';
import type { ApiKeysContext } from './api-keys-context.ts';
import { selectExpiring, type ExpiringRow } from './api-keys.sql.ts';
import { tellKeepers, type KeyNews } from './key-mails.ts';

const dayMs = 86_400_000;
const pageSize = 200;
/** How many days before the end mails go out. */
const warningDays = [14, 3];
/** Keys that ended longer ago than this are no news: after an outage nobody wants to hear of them. Shorter than mails are remembered. */
const lateMs = 7 * dayMs;

/**
 * Mails about keys that end in 14 days, in 3 days, and that have ended. A replaced key is said to end by whoever replaced it, so nobody is
 * told. For an hourly job; each mail goes once, because the outbox knows what it sent.
 */
export async function tellExpiry(ctx: ApiKeysContext, signal: AbortSignal): Promise<void> {
  const now = ctx.clock.now().getTime();
  await forEach(ctx, signal, new Date(now - lateMs), new Date(now), ({ expires_at: at }) => ({ kind: 'expired', at }));
  const furthest = Math.max(...warningDays);
  await forEach(ctx, signal, new Date(now), new Date(now + furthest * dayMs), ({ expires_at: at, created_at: from }) => {
    // A key made for a week gets no mail on its first day: only warnings whose moment lay in its life.
    const due = warningDays.filter((days) => at.getTime() - days * dayMs <= now && at.getTime() - days * dayMs > from.getTime());
    return due.length === 0 ? null : { kind: 'expires', at, daysBefore: Math.min(...due) };
  });
}

async function forEach(
  ctx: ApiKeysContext,
  signal: AbortSignal,
  from: Date,
  to: Date,
  newsOf: (key: ExpiringRow) => KeyNews | null,
): Promise<void> {
  for (let after: string | null = null; ;) {
    signal.throwIfAborted();
    const keys: ExpiringRow[] = await engineQuery<ExpiringRow>(ctx.db, selectExpiring(from, to, after, pageSize));
    for (const key of keys) {
      const news = key.replaced_by === null ? newsOf(key) : null;
      if (news === null) continue;
      const { workspace_id: workspaceId, id: keyId, name, last_four: lastFour, created_by: createdBy } = key;
      await withEngine(ctx.db, 'mails about keys of all workspaces', (tx) =>
        tellKeepers(ctx, tx, { workspaceId, keyId, name, lastFour, createdBy }, news),
      );
    }
    const last = keys.at(-1);
    if (last === undefined || keys.length < pageSize) return;
    after = last.id;
  }
}
