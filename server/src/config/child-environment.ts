/** Names that a program of ours may need from the environment it is started in. */
const harmless = ['PATH', 'HOME', 'TMPDIR', 'LANG', 'TZ', 'NODE_EXTRA_CA_CERTS'];

/**
 * The environment for a child process: what it needs to run and its own `EMULATOR_` settings. Our settings, with their
 * secrets, stay here. `additions` come on top.
 */
export function childEnvironment(additions: Readonly<Record<string, string>>): Record<string, string> {
  const inherited = Object.entries(process.env).filter(([name]) => harmless.includes(name) || name.startsWith('EMULATOR_'));
  return { ...Object.fromEntries(inherited.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]))), ...additions };
}
