import type { ReportCrashRequest } from '@kabar/contract';

const maxFrames = 12;

/**
 * What may be told of an error: its kind and the places in our own files. Its message is left out, because it can quote what somebody typed. Null for
 * what is no error of ours: nothing of our own source is in its stack.
 */
export function describeCrash(error: unknown, route: string, origin: string): ReportCrashRequest | null {
  if (!(error instanceof Error) || !/^[A-Za-z_$][\w$]{0,60}$/.test(error.name)) return null;
  const lines = (error.stack ?? '').split('\n');
  const frames = lines.flatMap((line) => frameOf(line, origin) ?? []).slice(0, maxFrames);
  return frames.length === 0 || !/^\/[\w/$.-]{0,119}$/.test(route) ? null : { name: error.name, route, frames };
}

/** `at draw (https://own/assets/a.js:1:2)` of Chromium, `draw@https://own/assets/a.js:1:2` of Firefox and Safari. */
function frameOf(line: string, origin: string): string | null {
  const found =
    /^\s*(?:at (?:async )?(?:([\w$.<>]{1,80}) )?\(?|([\w$.<>/]{0,80})@)(https?:\/\/[^\s/]+)(\/[\w./@-]{1,150}):(\d{1,7}):(\d{1,7})\)?$/.exec(
      line,
    );
  if (found === null || found[3] !== origin) return null;
  const name = (found[1] ?? found[2] ?? '').replaceAll('/', '');
  return `${name === '' ? '' : `${name}@`}${found[4]}:${found[5]}:${found[6]}`;
}
