import { createHash } from 'node:crypto';
import type { ReportCrashRequest } from '@kabar/contract';
import { engineQuery } from '#platform/db/tx';
import type { Fault } from '#platform/logging/fault-inbox';
import type { CrashReportsContext } from './crash-reports-context.ts';
import { upsertCrashes, type CrashRow } from './crash-reports.sql.ts';

type Kind = Pick<CrashRow, 'source' | 'name' | 'code' | 'text' | 'route' | 'frames'>;

/** Counts a fault that the dashboard reported about itself. Errors: `rate_limited`. */
export async function countBrowserCrash(ctx: CrashReportsContext, report: ReportCrashRequest, clientIp: string): Promise<void> {
  await ctx.countFlow(clientIp);
  const { name, route, frames } = report;
  await store(ctx, [{ source: 'browser', name, route, frames, code: null, text: null }]);
}

/** Counts what the log of this process has noted since the last time. Never throws: what cannot be stored is in the log all the same. */
export async function countOwnFaults(ctx: CrashReportsContext): Promise<void> {
  const faults = ctx.faults.take();
  if (faults.length === 0) return;
  await store(ctx, faults.map(kindOf)).catch((error: unknown) => ctx.log.warn('faults could not be counted', { error }));
}

/** The places of a fault in our own source, without the folder of the installation; those of libraries and of Node are left out. */
function kindOf({ text, error }: Fault): Kind {
  const own = error.frames.flatMap(
    (frame) => /(?:^|[ (])(?:file:\/\/)?\S*?\/((?:server|contract|cloud-api)\/\S+?:\d+:\d+)\)?$/.exec(frame)?.[1] ?? [],
  );
  return { source: 'server', name: error.name, code: error.code ?? null, text, route: null, frames: own };
}

async function store(ctx: CrashReportsContext, kinds: readonly Kind[]): Promise<void> {
  const at = ctx.clock.now();
  const rows = new Map<string, CrashRow>();
  for (const kind of kinds) {
    const { source, name, code, text, route, frames } = kind;
    const fingerprint = createHash('sha256')
      .update(JSON.stringify([source, name, code, text, route, frames]))
      .digest()
      .subarray(0, 16);
    const key = fingerprint.toString('hex');
    const known = rows.get(key);
    if (known === undefined)
      rows.set(key, { ...kind, fingerprint, version: ctx.version, day: at.toISOString().slice(0, 10), seenCount: 1, at });
    else known.seenCount += 1;
  }
  await engineQuery(ctx.db, upsertCrashes([...rows.values()]));
}
