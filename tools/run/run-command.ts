import { spawn } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { repositoryRoot } from './repository-files.ts';

/** How a command ended. `output` is standard output and error in the order of arrival. */
export type CommandResult = { exitCode: number; output: string; durationMs: number };

/** Choices for one command. `stream` passes the output on as it comes, for people who watch. */
export type CommandOptions = { cwd?: string; env?: NodeJS.ProcessEnv; stream?: boolean };

/** Environment in which the repository's own programs, and its own Node, come first. */
export function toolEnvironment(extra: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  const bin = join(repositoryRoot, 'node_modules', '.bin');
  return { ...process.env, ...extra, PATH: `${bin}${delimiter}${process.env['PATH'] ?? ''}` };
}

/**
 * Runs a program of the repository (a name in `node_modules/.bin`, or one on the path) and collects what it says.
 * Never rejects: a program that cannot be started has exit code 127 and says so in the output.
 */
export function runCommand(program: string, args: readonly string[], options: CommandOptions = {}): Promise<CommandResult> {
  const startedMs = performance.now();
  const chunks: Buffer[] = [];
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd: options.cwd ?? repositoryRoot,
      env: toolEnvironment(options.env),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const finish = (exitCode: number): void => {
      resolve({ exitCode, output: Buffer.concat(chunks).toString('utf8'), durationMs: performance.now() - startedMs });
    };
    child.on('error', (error) => {
      chunks.push(Buffer.from(`${program} could not be started: ${error.message}\n`));
      finish(127);
    });
    child.on('close', (code, signal) => finish(code ?? (signal === null ? 1 : 128)));
    child.stdout.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      if (options.stream === true) process.stdout.write(chunk);
    });
    child.stderr.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      if (options.stream === true) process.stderr.write(chunk);
    });
  });
}
