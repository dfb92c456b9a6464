#!/usr/bin/env node
// @ts-check
/// <reference types="node" />
// `npx kabar <command>`: runs the program with the Node that the project pins, whatever Node the terminal has.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const pinned = fileURLToPath(new URL('../../node_modules/node/bin/node', import.meta.url));
const child = spawn(existsSync(pinned) ? pinned : process.execPath, ['--max-semi-space-size=32', main, ...process.argv.slice(2)], {
  stdio: 'inherit',
});
// The terminal sends Ctrl-C to both; this one only waits for the other and passes on what is sent to it alone.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => process.exit(code ?? (signal === null ? 1 : 130)));
