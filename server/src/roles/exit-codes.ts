import { ConfigError } from '#config';
import { HomeInUseError } from '#platform/db/embedded/home-lock';
import { SchemaTooNewError } from '#platform/db/migrate';
import { CommandError } from './commands/command-error.ts';

/** What a process's exit code tells its supervisor. */
export const exitCodes = {
  ok: 0,
  /** Could not start, for a reason given on standard error; another start may succeed. */
  failed: 1,
  /** `doctor` found something that must be repaired. */
  unwell: 2,
  /** The command line is wrong: an unknown command or option, or one that is missing. */
  badUsage: 64,
  /** What was given to send or change was refused. */
  refused: 65,
  /** Kabar, or what it needs, cannot be reached. */
  unavailable: 69,
  /** A defect: an error nobody handled. */
  crashed: 70,
  /** Another Kabar holds the home folder. */
  homeInUse: 75,
  /** The database belongs to a newer Kabar; only a newer program helps. */
  schemaTooNew: 76,
  /** The API key is wrong, or may not do this. */
  notAllowed: 77,
  /** The configuration is wrong; starting again without changing it is pointless. */
  badConfig: 78,
} as const;

/** The exit code for an error at start. Never throws. */
export function exitCodeOf(error: unknown): number {
  if (error instanceof CommandError) return error.exitCode;
  if (error instanceof ConfigError) return exitCodes.badConfig;
  if (error instanceof HomeInUseError) return exitCodes.homeInUse;
  if (error instanceof SchemaTooNewError) return exitCodes.schemaTooNew;
  return exitCodes.failed;
}
