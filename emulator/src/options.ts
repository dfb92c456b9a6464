import { parseArgs } from 'node:util';

/** How the emulator runs. Arguments win over `EMULATOR_*` variables. */
export interface Options {
  host: string;
  /** 0 = a free one. */
  port: number;
  smtpPort: number;
  /** null = everything in memory. */
  dataDir: string | null;
  exitWithParent: boolean;
  seed?: number;
}

function portOf(value: string | undefined, name: string): number {
  const port = Number(value ?? 0);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error(`${name} has to be a port number from 0 to 65535.`);
  return port;
}

/** Reads arguments and environment. Errors: throws with a plain sentence for anything that cannot be. */
export function readOptions(argv: readonly string[], env: Readonly<Record<string, string | undefined>>): Options {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      host: { type: 'string' },
      port: { type: 'string' },
      'smtp-port': { type: 'string' },
      data: { type: 'string' },
      seed: { type: 'string' },
      'exit-with-parent': { type: 'boolean' },
    },
  });
  const seed = values.seed ?? env['EMULATOR_SEED'];
  if (seed !== undefined && !Number.isInteger(Number(seed))) throw new Error('seed has to be a whole number.');
  return {
    host: values.host ?? env['EMULATOR_HOST'] ?? '127.0.0.1',
    port: portOf(values.port ?? env['EMULATOR_PORT'], 'port'),
    smtpPort: portOf(values['smtp-port'] ?? env['EMULATOR_SMTP_PORT'], 'smtp-port'),
    dataDir: values.data ?? env['EMULATOR_DATA'] ?? null,
    exitWithParent: values['exit-with-parent'] ?? env['EMULATOR_EXIT_WITH_PARENT'] === '1',
    ...(seed === undefined ? {} : { seed: Number(seed) }),
  };
}
