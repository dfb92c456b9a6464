import type { Config } from '#config';

/** What one check found. `problem`: must be repaired; `warning`: works, but should not stay so; `skipped`: cannot be said now. */
export type Finding = {
  status: 'ok' | 'warning' | 'problem' | 'skipped';
  /** A plain sentence for the operator, with the next step where one is needed. */
  sentence: string;
};

/** What checks look at. `databaseUrl` is null while the embedded database does not run. */
export type CheckInput = { config: Config; databaseUrl: string | null };

/** One question about an installation. Never throws; what it cannot find out is a finding. */
export type Check = { name: string; look(input: CheckInput): Promise<Finding> };

export const ok = (sentence: string): Finding => ({ status: 'ok', sentence });
export const warning = (sentence: string): Finding => ({ status: 'warning', sentence });
export const problem = (sentence: string): Finding => ({ status: 'problem', sentence });
export const skipped = (sentence: string): Finding => ({ status: 'skipped', sentence });

/** Declares a check whose unforeseen errors become a problem with the error's own words. */
export function defineCheck(name: string, look: (input: CheckInput) => Promise<Finding>): Check {
  return {
    name,
    look: async (input) => {
      try {
        return await look(input);
      } catch (error) {
        return problem(error instanceof Error ? error.message : String(error));
      }
    },
  };
}
