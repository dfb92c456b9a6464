// Development: server with restart on change, dashboard with hot reload: `npm run dev`.
import { spawn, type ChildProcess } from 'node:child_process';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { allPages, buildPages } from './build/pages.ts';
import { repositoryRoot } from './run/repository-files.ts';
import { toolEnvironment } from './run/run-command.ts';

const firstApiPort = 4000;
const firstWebPort = 5173;

/** The first port from `port` on that nobody listens on. */
async function freePort(port: number): Promise<number> {
  const free = await new Promise<boolean>((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
  return free ? port : freePort(port + 1);
}

function start(label: string, program: string, args: readonly string[], options: { cwd: string; env: NodeJS.ProcessEnv }): ChildProcess {
  const child = spawn(program, args, { ...options, env: toolEnvironment(options.env), stdio: ['ignore', 'pipe', 'pipe'] });
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => console.log(`${label} │ ${line}`));
  }
  return child;
}

// The simulated phone is served by the emulator from its build.
for (const pages of allPages.filter(({ folder }) => folder !== 'web')) await buildPages(pages, false);

const apiPort = await freePort(firstApiPort);
const webPort = await freePort(firstWebPort);
const apiUrl = `http://127.0.0.1:${apiPort}`;
const children = [
  start('server   ', 'node', ['--watch', '--watch-preserve-output', 'server/src/main.ts', ...process.argv.slice(2)], {
    cwd: repositoryRoot,
    env: { KABAR_HTTP_PORT: String(apiPort) },
  }),
  start('dashboard', 'vite', ['--port', String(webPort), '--strictPort', '--clearScreen', 'false'], {
    cwd: join(repositoryRoot, 'web'),
    env: { KABAR_API_URL: apiUrl },
  }),
];

let stopping = false;
function stop(signal: NodeJS.Signals): void {
  if (stopping) return;
  stopping = true;
  for (const child of children) child.kill(signal);
}
process.on('SIGINT', () => stop('SIGINT'));
process.on('SIGTERM', () => stop('SIGTERM'));
for (const child of children) {
  child.on('close', (code) => {
    // One without the other is of no use; with --watch the server ends only when it is told to.
    if (!stopping && code !== 0) process.exitCode = 1;
    stop('SIGTERM');
  });
}
console.log(`\n  Dashboard (reloads by itself)  http://127.0.0.1:${webPort}\n  API (restarts by itself)       ${apiUrl}\n`);
