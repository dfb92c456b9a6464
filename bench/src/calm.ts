import { readdirSync, readFileSync } from 'node:fs';

/** What was measured, and how many cores everybody else on the machine used meanwhile; NaN where that cannot be told (not Linux). */
export type Watched<T> = { found: T; othersCores: number };

/**
 * Measures, and tells how much of the machine others had meanwhile: processes that this run did not start, and the hypervisor. A ratio of two turns
 * says something about what is measured only where both had the same machine.
 */
export async function watchOthers<T>(measure: () => Promise<T>): Promise<Watched<T>> {
  const before = cpuTimes();
  const startedMs = performance.now();
  const found = await measure();
  const after = cpuTimes();
  const seconds = (performance.now() - startedMs) / 1_000;
  return { found, othersCores: Math.max(0, (after.machine - before.machine - (after.own - before.own)) / seconds) };
}

/** The half of the turns (rounded up) in which others had least of the machine, in their order. */
export function calmest<T>(turns: readonly Watched<T>[]): Watched<T>[] {
  const kept = new Set(turns.toSorted((a, b) => a.othersCores - b.othersCores).slice(0, Math.ceil(turns.length / 2)));
  return turns.filter((turn) => kept.has(turn));
}

/** Linux counts in hundredths of a second, for programs. */
const ticksPerSecond = 100;

/** CPU seconds used so far by the whole machine, stolen ones with them, and by this process with all that descend from it. */
function cpuTimes(): { machine: number; own: number } {
  try {
    const [user = 0, nice = 0, system = 0, , , irq = 0, softIrq = 0, steal = 0] = firstLine('/proc/stat').split(/\s+/).slice(1).map(Number);
    const parents = new Map<number, number>();
    const ticks = new Map<number, number>();
    for (const name of readdirSync('/proc')) {
      if (!/^\d+$/.test(name)) continue;
      const fields = statOf(name);
      if (fields === null) continue;
      parents.set(Number(name), Number(fields[1]));
      // With what children used that have ended.
      ticks.set(
        Number(name),
        [11, 12, 13, 14].reduce((sum, at) => sum + Number(fields[at]), 0),
      );
    }
    const isOwn = (pid: number): boolean => pid === process.pid || (pid > 1 && isOwn(parents.get(pid) ?? 0));
    let own = 0;
    for (const [pid, count] of ticks) if (isOwn(pid)) own += count;
    return { machine: (user + nice + system + irq + softIrq + steal) / ticksPerSecond, own: own / ticksPerSecond };
  } catch {
    return { machine: Number.NaN, own: Number.NaN };
  }
}

function firstLine(file: string): string {
  return readFileSync(file, 'utf8').split('\n', 1)[0] ?? '';
}

/** What stands behind the name of a process; null when it has ended. */
function statOf(pid: string): string[] | null {
  try {
    const line = firstLine(`/proc/${pid}/stat`);
    return line.slice(line.lastIndexOf(')') + 2).split(' ');
  } catch {
    return null;
  }
}
