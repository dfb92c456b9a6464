/** Roles of processes that go on until they are asked to stop. */
export const lastingRoles = ['all', 'api', 'worker'] as const;

/** Commands that run with the settings of the installation; `npx kabar` knows them by the same names. */
export const commandRoles = [
  'migrate',
  'doctor',
  'keys',
  'audit',
  'encryption',
  'remove-factors',
  'end-sessions',
  'backup',
  'restore',
] as const;

export type CommandRole = (typeof commandRoles)[number];
