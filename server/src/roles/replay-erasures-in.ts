import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Config } from '#config';
import { replayErasures } from '#modules/erasure';
import type { Log } from '#platform/log';
import { createContext } from './context.ts';
import { createLifecycle } from './lifecycle.ts';
import { composeModules } from './modules.ts';

/**
 * Erases again, in a restored database, everybody whom the erasure log and the destroyed keys name; gives how many people. Works with all modules as the
 * program does, but on that database alone: the live one is not touched, nothing leaves this machine, and files are those of an empty folder (live ones were erased
 * when the person was).
 *
 * Errors: those of `replayErasures`; the database must not be opened then.
 */
export async function replayErasuresIn(config: Config, databaseUrl: string, log: Log): Promise<number> {
  const lifecycle = createLifecycle({ log, graceMs: 10_000 });
  const folder = await mkdtemp(join(tmpdir(), 'kabar-replay-'));
  try {
    const apart: Config = {
      ...config,
      media: { ...config.media, storage: 'disk' },
      paths: { ...config.paths, media: join(folder, 'media') },
    };
    const context = await createContext(apart, { databaseUrl, smtpUrl: null }, lifecycle, log);
    const modules = await composeModules(context, { publicUrl: 'http://localhost', emulator: null });
    // Only so that they are stopped in order: none of them has begun anything.
    for (const part of modules.parts) await lifecycle.start({ name: part.name, ...(part.stop === undefined ? {} : { stop: part.stop }) });
    const { erasedAgain } = await replayErasures(modules.erasure);
    return erasedAgain;
  } finally {
    await lifecycle.stop();
    await rm(folder, { recursive: true, force: true });
  }
}
