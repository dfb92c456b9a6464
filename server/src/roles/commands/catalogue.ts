import type { CommandRole, Config } from '#config';
import type { CommandInput } from './backup-command.ts';
import {
  auditHelp,
  backupHelp,
  doctorHelp,
  encryptionHelp,
  endSessionsHelp,
  keysHelp,
  listenHelp,
  migrateHelp,
  removeFactorsHelp,
  restoreHelp,
  seedHelp,
  sendHelp,
  startHelp,
} from './help.ts';

/** One thing the program can be asked to do. Its code is loaded when it is asked for, so that help and clients start at once. */
export type Command = {
  name: string;
  /** One line for the list of commands. */
  summary: string;
  help: string;
  /** Gives the exit code when it is done; nothing when it goes on until a signal. Errors: sentences for a person at the terminal. */
  run(args: readonly string[]): Promise<number | undefined>;
};

/** Every role that is a command has its entry here: the type says so. */
const ofInstallation: Readonly<Record<'start' | CommandRole, Omit<Command, 'name'>>> = {
  start: {
    summary: 'runs Kabar until Ctrl-C (what happens without a command, too)',
    help: startHelp,
    run: async (args) => (await import('./start-command.ts')).runStartCommand(args),
  },
  migrate: {
    summary: 'brings the database of DATABASE_URL up to this release',
    help: migrateHelp,
    run: async (args) => (await import('./migrate-command.ts')).runMigrateCommand(await configFor('migrate'), args),
  },
  doctor: {
    summary: 'looks at everything and says what to repair',
    help: doctorHelp,
    run: async (args) => (await import('../doctor.ts')).runDoctor(await configFor('doctor'), args),
  },
  keys: {
    summary: 'lists, makes, rotates and revokes API keys',
    help: keysHelp,
    run: async (args) => runWith('keys', args, (await import('./keys-command.ts')).runKeysCommand),
  },
  audit: {
    summary: 'verifies the audit log against its signed checkpoints',
    help: auditHelp,
    run: async (args) => runWith('audit', args, (await import('./audit-command.ts')).runAuditCommand),
  },
  encryption: {
    summary: 'shows and changes the keys that everything is encrypted with',
    help: encryptionHelp,
    run: async (args) => runWith('encryption', args, (await import('./encryption-command.ts')).runEncryptionCommand),
  },
  'remove-factors': {
    summary: 'lets somebody in again who lost their second factor',
    help: removeFactorsHelp,
    run: async (args) => runWith('remove-factors', args, (await import('./remove-factors-command.ts')).runRemoveFactorsCommand),
  },
  'end-sessions': {
    summary: 'signs somebody out everywhere, or everybody',
    help: endSessionsHelp,
    run: async (args) => runWith('end-sessions', args, (await import('./end-sessions-command.ts')).runEndSessionsCommand),
  },
  backup: {
    summary: 'makes, lists and tries out encrypted backups',
    help: backupHelp,
    run: async (args) => runWith('backup', args, (await import('./backup-command.ts')).runBackupCommand),
  },
  restore: {
    summary: 'brings a backup back',
    help: restoreHelp,
    run: async (args) => runWith('restore', args, (await import('./restore-command.ts')).runRestoreCommand),
  },
};

/** Commands that run what is installed here, and need its settings. */
export const installationCommands: readonly Command[] = Object.entries(ofInstallation).map(([name, command]) => ({ name, ...command }));

/** Commands that talk to a running Kabar, here or elsewhere, with an API key. */
export const clientCommands: readonly Command[] = [
  {
    name: 'send',
    summary: 'sends a message, or a file of them, and can wait for what becomes of it',
    help: sendHelp,
    run: async (args) => (await import('./client/send-command.ts')).runSendCommand(args),
  },
  {
    name: 'listen',
    summary: 'hands webhooks to a program on this machine while it is being written',
    help: listenHelp,
    run: async (args) => (await import('./client/listen-command.ts')).runListenCommand(args),
  },
  {
    name: 'seed',
    summary: 'fills a trial installation with invented customers and conversations',
    help: seedHelp,
    run: async (args) => (await import('./client/seed-command.ts')).runSeedCommand(args),
  },
];

async function configFor(role: CommandRole): Promise<Config> {
  const { loadConfig } = await import('#config');
  return loadConfig(undefined, role);
}

async function runWith(role: CommandRole, args: readonly string[], command: (input: CommandInput) => Promise<number>): Promise<number> {
  const { runCommand } = await import('./run-command.ts');
  return runCommand(await configFor(role), args, command);
}

/** The command called `name`, if there is one. */
export function findCommand(name: string): Command | undefined {
  return [...installationCommands, ...clientCommands].find((command) => command.name === name);
}
