import { spawn } from 'node:child_process';
import { connect, type Socket } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { EgressGate } from '#platform/egress/gate';

/** What a scanner says. `away`: it could not be asked, or gave no clear answer. */
export type ScanVerdict = 'clean' | 'infected' | 'away';

/** Looks at files for malware. Never throws. */
export type Scanner = { scan(content: Readable): Promise<ScanVerdict> };

/** Which scanner there is: clamd at `tcp://host:port` or `unix:/path`, or a program. `gate` is asked before clamd is. */
export type ScannerOptions = { clamd?: string | undefined; command?: string | undefined; gate: EgressGate };

/** 100 MB at 2 MB/s, with room. */
const patienceMs = 120_000;

/** The scanner that the settings name; null for none. */
export function createScanner({ clamd, command, gate }: ScannerOptions): Scanner | null {
  if (clamd !== undefined) return { scan: (content) => settle(content, askClamd(clamd, gate, content)) };
  if (command !== undefined) return { scan: (content) => settle(content, askCommand(command, content)) };
  return null;
}

async function settle(content: Readable, asked: Promise<ScanVerdict>): Promise<ScanVerdict> {
  try {
    return await asked;
  } catch {
    return 'away';
  } finally {
    content.destroy();
  }
}

/**
 * Streams a file to clamd in chunks, each behind its length, and reads the one line it answers.
 * Source: clamd(8), command INSTREAM.
 */
async function askClamd(address: string, gate: EgressGate, content: Readable): Promise<ScanVerdict> {
  if (!mayAsk(address, gate)) return 'away';
  const socket = open(address);
  socket.setTimeout(patienceMs, () => socket.destroy(new Error('clamd took too long')));
  let answer = '';
  socket.on('data', (chunk: Buffer) => {
    answer += chunk.toString('latin1');
  });
  const ended = new Promise<void>((resolve, reject) => {
    socket.once('close', () => resolve());
    socket.once('error', reject);
  });
  // What goes wrong while sending is judged by what was answered: clamd hangs up on files above its own limit.
  const sent = pipeline(Readable.from(framed(content), { objectMode: false }), socket, { end: false }).catch(() => undefined);
  await Promise.all([ended, sent]);
  if (/: OK\0?\s*$/.test(answer)) return 'clean';
  return / FOUND\0?\s*$/.test(answer) ? 'infected' : 'away';
}

/** A socket file is on this machine; everything else is somebody's server. */
function mayAsk(address: string, gate: EgressGate): boolean {
  if (address.startsWith('unix:')) return true;
  const { hostname, port } = new URL(address);
  return gate.admit({ host: hostname, port: Number(port), purpose: 'malware_scan' }).allowed;
}

function open(address: string): Socket {
  if (address.startsWith('unix:')) return connect(address.slice('unix:'.length));
  const { hostname, port } = new URL(address);
  return connect(Number(port), hostname);
}

async function* framed(content: Readable): AsyncGenerator<Buffer> {
  yield Buffer.from('zINSTREAM\0');
  for await (const chunk of content) {
    const bytes = Buffer.from(chunk as Uint8Array); // a byte stream
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.byteLength);
    yield length;
    yield bytes;
  }
  yield Buffer.alloc(4);
}

/** Asks whether clamd answers at all. Source: clamd(8), command PING. */
export async function pingClamd(address: string): Promise<boolean> {
  const socket = open(address);
  socket.setTimeout(5_000, () => socket.destroy());
  try {
    socket.write('zPING\0');
    for await (const chunk of socket)
      return Buffer.from(chunk as Uint8Array)
        .toString('latin1')
        .startsWith('PONG'); // a byte stream
    return false;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

function askCommand(command: string, content: Readable): Promise<ScanVerdict> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, [], { stdio: ['pipe', 'ignore', 'ignore'], timeout: patienceMs, env: {} });
    child.once('error', reject);
    child.once('close', (code) => resolve(code === 0 ? 'clean' : code === 1 ? 'infected' : 'away'));
    // A program that has seen enough closes its input early.
    pipeline(content, child.stdin).catch(() => undefined);
  });
}
