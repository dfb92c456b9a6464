import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';

/**
 * What tells one process from every other, on every machine, for ever: a process id alone is given out again after the
 * process ends. `startedAt` is the kernel's own start time in the form the system gives it.
 */
export type ProcessIdentity = { pid: number; startedAt: string; machine: string };

/** The identity of a process that runs here now, or null when there is none with this id. Never throws. */
export function identifyProcess(pid: number): ProcessIdentity | null {
  const startedAt = readStartTime(pid);
  return startedAt === null ? null : { pid, startedAt, machine: machineName() };
}

/** True while exactly this process (and not a later one with the same id) runs on this machine. Never throws. */
export function isSameProcessAlive(identity: ProcessIdentity): boolean {
  return identity.machine === machineName() && readStartTime(identity.pid) === identity.startedAt;
}

/** Reads an identity that was written as JSON (more fields may stand beside it); null for anything else. Never throws. */
export function parseProcessIdentity(text: string): ProcessIdentity | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof value !== 'object' || value === null || !('pid' in value && 'startedAt' in value && 'machine' in value)) return null;
  const { pid, startedAt, machine } = value;
  return typeof pid === 'number' && typeof startedAt === 'string' && typeof machine === 'string' ? { pid, startedAt, machine } : null;
}

/** Host name plus boot id: after a restart of the machine, or in another container, every earlier process is gone. */
export function machineName(): string {
  try {
    return `${hostname()}/${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}`;
  } catch {
    return hostname();
  }
}

/** The command line of a running process as one text, or an empty text. Never throws. */
export function readCommandLine(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
  } catch {
    return askPs(pid, 'command=') ?? '';
  }
}

function readStartTime(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field is the program's name in parentheses and may itself contain spaces and parentheses.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const [state] = fields;
    if (state === 'Z' || state === 'X') return null;
    return fields[19] ?? null;
  } catch {
    return process.platform === 'linux' ? null : askPs(pid, 'lstart=');
  }
}

/** For systems without /proc. */
function askPs(pid: number, column: string): string | null {
  if (process.platform === 'linux' || process.platform === 'win32') return null;
  try {
    const text = execFileSync('ps', ['-o', column, '-p', String(pid)], { encoding: 'utf8' }).trim();
    return text === '' ? null : text;
  } catch {
    return null;
  }
}
