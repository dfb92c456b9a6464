import { spawn } from 'node:child_process';
import { setPriority } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { FloodCount, FloodPlan } from './flood-client.ts';

/** A flood under way. */
export type Flood = { stop(): Promise<FloodCount> };

/** The flood gives way to what is measured: on a machine of its own it would take no time from it at all. */
const niceness = 10;

/** Starts a caller that floods, in a process of its own; resolves when it begins. */
export async function startFlood(plan: FloodPlan): Promise<Flood> {
  const child = spawn(process.execPath, [path.join(import.meta.dirname, 'flood-client.ts'), JSON.stringify(plan)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  if (child.pid !== undefined) setPriority(child.pid, niceness);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const nextLine = async (): Promise<string> => {
    const line = await lines.next();
    if (line.done === true) throw new Error(`the flood ended with ${child.exitCode}`);
    return line.value;
  };
  await nextLine();
  return {
    stop: async () => {
      child.stdin.end();
      return JSON.parse(await nextLine()) as FloodCount; // printed by flood-client.ts
    },
  };
}
