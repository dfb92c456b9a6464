import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createEmulator } from './emulator.ts';
import type { Emulator } from './emulator.ts';
import { createHttpSurface } from './http/server.ts';
import { createMailbox } from './mailbox.ts';
import type { Options } from './options.ts';

/** A running emulator. */
export interface RunningEmulator {
  url: string;
  smtpPort: number;
  emulator: Emulator;
  /** Lets received requests finish for at most two seconds, then ends. Safe to call twice. */
  close(): Promise<void>;
}

const LINGER_MS = 2000;
const LINGER_STEP_MS = 20;

function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, host, backlog: 4096 }, () => {
      server.removeListener('error', reject);
      resolve((server.address() as AddressInfo).port); // a listening TCP server has one
    });
  });
}

/** Any free port, but the one of last time when it is still free: addresses people have open stay good. */
async function onRememberedPort(wanted: number, remembered: unknown, start: (port: number) => Promise<number>): Promise<number> {
  if (wanted !== 0 || typeof remembered !== 'number') return start(wanted);
  try {
    return await start(remembered);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') return start(0);
    throw error;
  }
}

/** Starts everything on loopback. Errors: rejects when a port is taken. */
export async function runEmulator(options: Options): Promise<RunningEmulator> {
  const emulator = createEmulator({
    dataDir: options.dataDir,
    ...(options.seed === undefined ? {} : { seed: options.seed }),
  });
  const mailbox = createMailbox(emulator.store, emulator.clock, emulator.events);
  const { server, openRequestCount } = createHttpSurface(emulator, mailbox);
  const { world } = emulator;
  const port = await onRememberedPort(options.port, world.setting('httpPort'), (wanted) => listen(server, wanted, options.host));
  const smtpPort = await onRememberedPort(options.smtpPort, world.setting('smtpPort'), (wanted) => mailbox.listen(wanted));
  world.saveSetting('httpPort', port);
  world.saveSetting('smtpPort', smtpPort);
  emulator.store.flush();

  let closing: Promise<void> | undefined;
  async function close(): Promise<void> {
    server.close();
    server.closeIdleConnections();
    const deadlineMs = Date.now() + LINGER_MS;
    // Streams of open pages never end by themselves; everything else gets the chance to be answered.
    while (Date.now() < deadlineMs && (openRequestCount() > 0 || emulator.deliverer.inFlightCount() > 0)) {
      if (openRequestCount() === emulator.events.listenerCount() && emulator.deliverer.inFlightCount() === 0) break;
      await new Promise((resolve) => setTimeout(resolve, LINGER_STEP_MS));
      server.closeIdleConnections();
    }
    server.closeAllConnections();
    await mailbox.close();
    await emulator.close();
  }

  return {
    url: `http://${options.host}:${port}`,
    smtpPort,
    emulator,
    close: () => (closing ??= close()),
  };
}
