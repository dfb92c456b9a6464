import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** The account PostgreSQL runs as, when Kabar itself runs as root. Null: as ourselves. */
export type SystemUser = { uid: number; gid: number } | null;

/**
 * Chooses the account for PostgreSQL, which refuses to run as root: nobody special when we are an ordinary user; as root
 * the account `postgres`, made if it does not exist; where accounts cannot be made, `nobody`.
 *
 * Errors: a plain sentence when not even `nobody` exists.
 */
export function chooseSystemUser(): SystemUser {
  if (process.getuid?.() !== 0) return null;
  const existing = lookUp('postgres');
  if (existing !== null) return existing;
  try {
    execFileSync('useradd', ['--system', '--user-group', '--no-create-home', 'postgres'], { stdio: 'ignore' });
  } catch {
    // Minimal images have no useradd; the look-ups below decide.
  }
  const chosen = lookUp('postgres') ?? lookUp('nobody');
  if (chosen === null) {
    throw new Error(
      'PostgreSQL refuses to run as root and no other account can be made here. Start Kabar as an ordinary user, or set DATABASE_URL.',
    );
  }
  return chosen;
}

/** True when the account can enter `folder` and run `program`, asked by trying. Never throws. */
export function canReach(user: SystemUser, folder: string, program: string): boolean {
  if (user === null) return true;
  try {
    execFileSync('/bin/sh', ['-c', 'cd "$1" && test -x "$2"', 'sh', folder, program], {
      cwd: '/',
      uid: user.uid,
      gid: user.gid,
      stdio: 'ignore',
    });
    return true;
  } catch {
    return false;
  }
}

function lookUp(name: string): SystemUser {
  for (const line of readFileSync('/etc/passwd', 'utf8').split('\n')) {
    const [account, , uid, gid] = line.split(':');
    if (account === name && uid !== undefined && gid !== undefined) return { uid: Number(uid), gid: Number(gid) };
  }
  return null;
}
