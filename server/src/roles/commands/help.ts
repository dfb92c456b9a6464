/** `kabar --help`: everything the program can be asked to do, in one screen. */
export const generalHelp = `Kabar: WhatsApp Business messaging that you run yourself

  npx kabar [role]             or: npm start -- [role]

Roles, which go on until Ctrl-C:
  all        everything in one process, with a database of its own unless DATABASE_URL is set (default)
  api        answers HTTP
  worker     sends, receives and runs jobs

Commands:
  migrate    brings the database of DATABASE_URL up to this release
  doctor     looks at everything and says what to repair
  backup     makes, lists and tries out encrypted backups
  restore    brings a backup back

  npx kabar backup --help      npx kabar restore --help
  Settings: docs/reference/configuration.md
`;

/** `kabar backup --help`. */
export const backupHelp = `Encrypted backups of database and files

  npx kabar backup             make one now (Kabar may go on running)
  npx kabar backup list        what is there, newest first
  npx kabar backup keygen      make a key pair: --out FILE for the secret half
  npx kabar backup keys        save the keys to their own place now
  npx kabar backup expire      remove what is past its last day now

Options:
  --json         one JSON object per line, for programs
  --from PLACE   with list: another place (a folder or s3://bucket/prefix)
  --out FILE     with keygen: where the secret half goes (default: kabar-backup-identity.txt here)

First time:
  1. npx kabar backup keygen              then move the file to another machine and print it, too
  2. set KABAR_BACKUP_RECIPIENTS=age1…    the line that keygen shows
  3. npx kabar backup
  A copy of root.key and of the keys' own backups belongs somewhere else again: docs/guides/backups.md
`;

/** `kabar restore --help`. */
export const restoreHelp = `Bring a backup back

  npx kabar restore --latest                     the newest backup
  npx kabar restore --before 2026-11-20T10:00Z   the newest one made before that moment
  npx kabar restore bkp_…                        this one

It is restored beside what is there, checked, and only then takes its place. Stop Kabar first. What was there stays for 72 hours as another
database. People who were erased since the backup stay erased; who said stop is still left alone. What came in after the backup is not in it.

Options:
  --from PLACE      another place than KABAR_BACKUP_TO, such as the second copy
  --into URL        into this empty PostgreSQL database instead of replacing the present one
  --keys FILE       keys from this backup of keys; "latest" for the newest one. Default: the present database, if there is one
  --identity FILE   the secret half that keygen made; needed with --keys
  --no-media        leave the files as they are
  --yes             do not ask
  --json            one JSON object per line, for programs

On a lost machine you need three things: the backup, the newest backup of the keys with the identity, and root.key.
`;
