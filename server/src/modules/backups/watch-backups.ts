import { engineQuery, withEngine } from '#platform/db/tx';
import type { EngineTx } from '#platform/db/tx';
import type { Mail } from '#platform/mail/mail';
import type { BackupsContext } from './backups-context.ts';
import { selectState, updateAlarmed, updateWatchedSince } from './backups.sql.ts';
import type { BackupStateRow } from './backups.sql.ts';

const dayMs = 86_400_000;
/** Without a green drill for so long, operators are told. */
export const alarmAfterDays = 8;

/** What telling operators needs. */
export type WatchContext = BackupsContext & {
  operators: readonly string[];
  publicUrl: string;
  mail: (tx: EngineTx, mail: Mail, dedupeKey: string) => Promise<void>;
};

/** Whether backups are in order, for the page, for metrics and for the notice. */
export type BackupHealth = BackupStateRow & {
  isSetUp: boolean;
  /** Since when a green drill is missing that should be there; null: all is well. */
  alarmSince: Date | null;
};

/** Where backups stand at `now`. */
export async function readHealth(ctx: Pick<BackupsContext, 'db' | 'settings'>, now: Date): Promise<BackupHealth> {
  const [state] = await engineQuery<BackupStateRow>(ctx.db, selectState());
  if (state === undefined) throw new Error('the row of backup_state is missing');
  const isSetUp = ctx.settings.recipients !== null;
  const countsFrom = laterOf(state.lastGreenAt, state.watchedSince);
  const alarmAt = countsFrom === null ? null : new Date(countsFrom.getTime() + alarmAfterDays * dayMs);
  return { ...state, isSetUp, alarmSince: isSetUp && alarmAt !== null && alarmAt <= now ? alarmAt : null };
}

/**
 * Tells operators once when no drill was green for eight days, and again after the next green one if it happens anew. For an hourly job.
 */
export async function watchBackups(ctx: WatchContext): Promise<void> {
  const now = ctx.clock.now();
  await engineQuery(ctx.db, updateWatchedSince(ctx.settings.recipients === null ? null : now));
  const health = await readHealth(ctx, now);
  if (health.alarmSince === null) {
    if (health.alarmedAt !== null) await engineQuery(ctx.db, updateAlarmed(null));
    return;
  }
  if (health.alarmedAt !== null) return;
  const { alarmSince, lastGreenAt } = health;
  await withEngine(ctx.db, 'tells operators that no restore drill succeeded', async (tx) => {
    for (const to of ctx.operators) {
      await ctx.mail(tx, alarmMail(to, lastGreenAt, ctx.publicUrl), `backup-alarm:${alarmSince.toISOString()}:${to}`);
    }
    await tx.query(updateAlarmed(now));
  });
}

function alarmMail(to: string, lastGreenAt: Date | null, publicUrl: string): Mail {
  const last = lastGreenAt === null ? 'None ever did.' : `The last one that did was on ${lastGreenAt.toISOString().slice(0, 10)}.`;
  return {
    to,
    subject: 'Kabar: no backup could be restored for eight days',
    text: `Every night Kabar tries to restore the newest backup. For eight days no try succeeded. ${last}\n\nA backup that cannot be restored is none. See what the last tries found:\n\n${publicUrl}/operator/backups`,
  };
}

function laterOf(one: Date | null, other: Date | null): Date | null {
  if (one === null || other === null) return one ?? other;
  return one > other ? one : other;
}
