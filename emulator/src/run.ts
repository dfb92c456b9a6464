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

/** Starts everything on loopback. Errors: rejects when a port is taken. */
export async function runEmulator(options: Options): Promise<RunningEmulator> {
  const emulator = createEmulator({
    dataDir: options.dataDir,
    ...(options.seed === undefined ? {} : { seed: options.seed }),
  });
  const mailbox = createMailbox(emulator.store, emulator.clock, emulator.events);
  const { server, openRequestCount } = createHttpSurface(emulator, mailbox);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port: options.port, host: options.host, backlog: 4096 }, resolve);
  });
  const smtpPort = await mailbox.listen(options.smtpPort);
  const { port } = server.address() as AddressInfo; // a listening TCP server has one

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
