import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';

/** Where to listen. `memory` is a folder in which a port that was found free is remembered; null: take `port` or fail. */
export type ListenOptions = { host: string; port: number | undefined; memory: string | null };

/** Port used when none is configured. */
export const usualPort = 4_000;
const portsToTry = 100;

/** A port that is ours from now on. `release` frees it for the moment in which the server takes it over. */
export type PortReservation = { port: number; release(): Promise<void> };

/**
 * Finds the port to listen on, ahead of time, because links in mails and webhook addresses carry it: the configured
 * one; else the remembered one, else the usual one, else the next free. What was found is remembered, so that
 * bookmarks and `curl` lines stay valid. It is held until released, so that two starts at once do not choose the same.
 *
 * Errors: a sentence that names the port when it is taken.
 */
export async function reservePort({ host, port, memory }: ListenOptions): Promise<PortReservation> {
  if (port !== undefined || memory === null) {
    const only = port ?? usualPort;
    const reservation = await tryReserve(host, only);
    if (reservation === null) throw new Error(takenSentence(host, only));
    return reservation;
  }
  const file = join(memory, 'http.port');
  const first = existsSync(file) ? Number(readFileSync(file, 'utf8')) : usualPort;
  for (let candidate = first; candidate < first + portsToTry; candidate += 1) {
    const reservation = await tryReserve(host, candidate);
    if (reservation === null) continue;
    writeFileSync(file, `${candidate}\n`);
    return reservation;
  }
  throw new Error(`No free port from ${first} on. Choose one with KABAR_HTTP_PORT.`);
}

/** Listens on a reserved port. Errors: a sentence that names the port when somebody was quicker after all. */
export async function listen(app: FastifyInstance, host: string, { port, release }: PortReservation): Promise<void> {
  await release();
  try {
    await app.listen({ host, port });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')
      throw new Error(takenSentence(host, port), { cause: error });
    throw error;
  }
}

/** The address a browser on this machine uses. A server that listens everywhere is reached by the loopback address. */
export function addressOf(host: string, port: number, scheme: 'http' | 'https' = 'http'): string {
  const isEverywhere = host === '0.0.0.0' || host === '::';
  const name = isEverywhere ? '127.0.0.1' : host;
  return `${scheme}://${name.includes(':') ? `[${name}]` : name}:${port}`;
}

function takenSentence(host: string, port: number): string {
  return `Port ${port} on ${host} is taken by another program. Stop it, or choose another with KABAR_HTTP_PORT.`;
}

/** Whether a port can be listened on now. Errors: like `tryReserve`. */
export async function isFree(host: string, port: number): Promise<boolean> {
  const reservation = await tryReserve(host, port);
  await reservation?.release();
  return reservation !== null;
}

/** Errors: those of the operating system other than "taken", e.g. a port that needs rights or an unknown host. */
function tryReserve(host: string, port: number): Promise<PortReservation | null> {
  return new Promise((resolve, reject) => {
    // Whoever knocks before we are ready is turned away at once, as if nobody listened.
    const holder = createServer((socket) => socket.destroy());
    holder.once('error', (error) => {
      if ('code' in error && error.code === 'EADDRINUSE') resolve(null);
      else reject(error);
    });
    holder.listen({ host, port, exclusive: true }, () => {
      resolve({ port, release: () => new Promise((released) => holder.close(() => released())) });
    });
  });
}
