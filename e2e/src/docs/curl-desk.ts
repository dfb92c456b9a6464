import { execFileSync } from 'node:child_process';
import { constants, mkdirSync, openSync } from 'node:fs';
import { open, readFile, writeFile } from 'node:fs/promises';
import { Socket } from 'node:net';
import path from 'node:path';
import { curl, type Answer } from './curl.ts';

/** Takes what shells ask of `curl` and does it in this process; starting a program for each request took most of the time. */
export type CurlDesk = {
  /** For one run of a shell: the function that stands for `curl` in it, and the answers it had, in their order. */
  begin(): { shellFunction: string; answers: readonly Answer[] };
  close(): void;
};

/**
 * The call is a folder with what was asked for; its name goes into the inbox, in one piece (POSIX: up to 512 bytes). The end of the call is read from a
 * pipe of its own, and then what curl printed from files, so that it can be piped and caught like that of any program.
 */
const shellFunction = (folder: string, run: string): string => `curl() {
  _call=$(mktemp -d '${folder}/call-XXXXXX')
  mkfifo "$_call/ended"
  printf '%s\\0' '${run}' "$PWD" "$@" > "$_call/asked"
  printf '%s\\n' "$_call" > '${folder}/inbox'
  read -r _code < "$_call/ended"
  cat "$_call/stdout"
  cat "$_call/stderr" >&2
  return "$_code"
}
`;

/** Opens a desk in a new folder of that name. */
export function createCurlDesk(folder: string): CurlDesk {
  mkdirSync(folder);
  const inbox = path.join(folder, 'inbox');
  execFileSync('mkfifo', [inbox]);
  const runs = new Map<string, Answer[]>();
  const serve = async (call: string): Promise<void> => {
    const [run = '', place = '', ...args] = (await readFile(path.join(call, 'asked'), 'utf8')).split('\0').slice(0, -1);
    const outcome = await curl(args, place);
    if (outcome.answer !== null) runs.get(run)?.push(outcome.answer);
    await writeFile(path.join(call, 'stdout'), outcome.stdout);
    await writeFile(path.join(call, 'stderr'), outcome.stderr);
    const ended = await open(path.join(call, 'ended'), 'w');
    await ended.write(`${outcome.exitCode}\n`);
    await ended.close();
  };
  // Open for writing, too, so that it does not end when a shell closes it.
  const calls = new Socket({ fd: openSync(inbox, constants.O_RDWR | constants.O_NONBLOCK), readable: true, writable: false });
  let text = '';
  calls.on('data', (chunk: Buffer) => {
    text += chunk.toString();
    const lines = text.split('\n');
    text = lines.pop() ?? '';
    for (const line of lines) void serve(line);
  });
  return {
    begin() {
      const run = String(runs.size);
      const answers: Answer[] = [];
      runs.set(run, answers);
      return { shellFunction: shellFunction(folder, run), answers };
    },
    close: () => void calls.destroy(),
  };
}
