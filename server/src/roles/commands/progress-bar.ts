/** Shows a person or a program how far long work has got. */
export type ProgressView = {
  /** `unit` says what is counted. */
  show(phase: string, done: number, total: number, unit: 'bytes' | 'rows' | 'files' | 'steps'): void;
  /** Ends the line of the phase. */
  end(): void;
};

const barWidth = 28;
const redrawMs = 120;
const jsonEveryMs = 1_000;

/**
 * On a terminal: a bar that is drawn again in place, on standard error, so that standard output stays for results. With `json`: a line per second and phase on standard output.
 * Elsewhere: a line when a phase begins.
 */
export function createProgressView(json: boolean): ProgressView {
  let phaseNow = '';
  let startedAtMs = 0;
  let shownAtMs = 0;
  const isTerminal = process.stderr.isTTY;
  return {
    show: (phase, done, total, unit) => {
      const now = performance.now();
      const isNew = phase !== phaseNow;
      if (isNew) {
        if (phaseNow !== '' && isTerminal && !json) process.stderr.write('\n');
        phaseNow = phase;
        startedAtMs = now;
        shownAtMs = Number.NEGATIVE_INFINITY;
      }
      if (now - shownAtMs < (json ? jsonEveryMs : redrawMs) && done < total) return;
      shownAtMs = now;
      if (json) process.stdout.write(`${JSON.stringify({ event: 'progress', phase, done, total, unit })}\n`);
      else if (isTerminal) process.stderr.write(`\r\u001B[K${drawLine(phase, done, total, unit, now - startedAtMs)}`);
      else if (isNew) process.stderr.write(`${phase}\n`);
    },
    end: () => {
      if (phaseNow !== '' && isTerminal && !json) process.stderr.write('\n');
      phaseNow = '';
    },
  };
}

function drawLine(phase: string, done: number, total: number, unit: 'bytes' | 'rows' | 'files' | 'steps', elapsedMs: number): string {
  const share = total === 0 ? 0 : Math.min(1, done / total);
  const filled = Math.round(share * barWidth);
  const bar = `${'█'.repeat(filled)}${'░'.repeat(barWidth - filled)}`;
  const percent = `${Math.floor(share * 100)} %`.padStart(5);
  if (unit === 'steps') return `${phase.padEnd(12)} ${bar} ${percent}`;
  const rate = elapsedMs < 500 ? '' : `  ${amount((done / elapsedMs) * 1_000, unit)}/s`;
  const leftMs = share > 0.02 && elapsedMs > 2_000 ? (elapsedMs / share) * (1 - share) : null;
  const left = leftMs === null || share === 1 ? '' : `  ${duration(leftMs)} left`;
  return `${phase.padEnd(12)} ${bar} ${percent}  ${amount(done, unit)} of ${amount(total, unit)}${rate}${left}`;
}

/** A count or a size for people. */
export function amount(value: number, unit: 'bytes' | 'rows' | 'files'): string {
  if (unit !== 'bytes') return `${Math.round(value).toLocaleString('en')} ${unit}`;
  const units = ['B', 'KB', 'MB', 'GB', 'TB'];
  let size = value;
  let at = 0;
  for (; size >= 1_000 && at < units.length - 1; at += 1) size /= 1_000;
  return `${size.toFixed(size < 10 && at > 0 ? 1 : 0)} ${units[at] ?? ''}`;
}

function duration(ms: number): string {
  const seconds = Math.ceil(ms / 1_000);
  return seconds < 90 ? `${seconds} s` : `${Math.round(seconds / 60)} min`;
}
