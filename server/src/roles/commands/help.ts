/** A command as the list of commands shows it. */
type Entry = { name: string; summary: string };

const listOf = (commands: readonly Entry[], width: number): string =>
  commands.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`).join('\n');

/** `kabar --help`: everything the program can be asked to do, in one screen. */
export function generalHelp(installation: readonly Entry[], clients: readonly Entry[]): string {
  const width = Math.max(...[...installation, ...clients].map(({ name }) => name.length));
  return `Kabar: WhatsApp Business messaging that you run yourself

  npx kabar <command> [options]      npx kabar <command> --help

For this installation:
${listOf(installation, width)}

For a running Kabar, with KABAR_URL and KABAR_API_KEY (not needed for one that npm start began in this folder):
${listOf(clients, width)}

Every command takes --json, and ends with 0 when done, 1 when not, 2 when something must be repaired, 64 when
the command line is wrong; docs/guides/cli.md lists the rest. Settings: docs/reference/configuration.md
`;
}

/** `kabar start --help`. */
export const startHelp = `Run Kabar until Ctrl-C

  npx kabar start                everything in one process; with a database and an emulator of its own unless DATABASE_URL is set
  npx kabar start --role api     answers HTTP only
  npx kabar start --role worker  sends, receives and runs jobs only

Options:
  --role ROLE    all, api or worker. Default: KABAR_ROLE, else all. Several api and worker processes may share one database

The first Ctrl-C lets everything finish what it has begun (KABAR_SHUTDOWN_GRACE), the second ends it at once.
Supervisors read its log as JSON lines (KABAR_LOG_FORMAT).
`;

/** `kabar migrate --help`. */
export const migrateHelp = `Bring the database of DATABASE_URL up to this release

  npx kabar migrate              once per release, before the other processes start
  npx kabar migrate --check      changes nothing; ends with 2 where migrations are missing

Options:
  --check    only say what is missing
  --json     one JSON object: applied, pending

Running it twice, or twice at once, does no harm. Without DATABASE_URL there is nothing to do: the start migrates its own database.
`;

/** `kabar doctor --help`. */
export const doctorHelp = `Look at everything a set-up needs, and say what to repair

  npx kabar doctor               one line for each thing looked at
  npx kabar doctor --problems    only what should be repaired
  npx kabar doctor --json        one JSON object per line: check, status, sentence; then a summary

Ends with 2 when something must be repaired, with 0 when there are warnings at most. It changes nothing and may run beside Kabar.
`;

/** `kabar keys --help`. */
export const keysHelp = `API keys of the workspaces on this installation

  npx kabar keys list
  npx kabar keys create --name "Web shop" --scope messages:send --scope messages:read
  npx kabar keys rotate key_…            a new key with the same rights; the old one works on for a while
  npx kabar keys revoke key_…            ends it within a second, everywhere
  npx kabar keys lift-allowlist          lets a workspace be used from anywhere, when its list shut everybody out

Options:
  --workspace SLUG   whose keys; needed where there are several workspaces
  --name NAME        with create
  --scope SCOPE      with create, once for each; "all" for everything a key may ever do
  --ip ADDRESS       with create, once for each: the only addresses or ranges it may be used from
  --expires DAYS     with create: days until it ends. Default 365
  --overlap HOURS    with rotate: how long the old one works on, up to 720. Default 24; 0 ends it at once
  --json             one JSON object per line

A key is shown once, here, and can never be read again. It is made in the name of the longest-standing owner, and the audit log
of the workspace says that it was made at the command line.
`;

/** `kabar audit --help`. */
export const auditHelp = `Verify that nobody changed the audit log

  npx kabar audit verify         recompute every chain and compare it with every signed checkpoint
  npx kabar audit checkpoint     sign and write checkpoints of what has grown, now (Kabar does it every five minutes)

Options:
  --workspace SLUG   only the chain of this workspace
  --json             one JSON object per line

Ends with 0 when everything fits and with 2 when something was changed, removed, swapped, cut off or forged; each place is named.
Checkpoints lie in KABAR_AUDIT_CHECKPOINTS: keep that place from whoever can write to the database. docs/guides/audit.md says more.
`;

/** `kabar remove-factors --help`. */
export const removeFactorsHelp = `Let somebody in again who lost their second factor

  npx kabar remove-factors rani@example.com

Takes their passkeys, authenticator app and recovery codes away and ends their sessions. The password stays, unless it was good
enough only beside a second factor. The person is told by mail, and the audit log of accounts keeps it. Make sure by another way
than mail that it is that person who asks.
`;

/** `kabar end-sessions --help`. */
export const endSessionsHelp = `Sign somebody out everywhere, or everybody

  npx kabar end-sessions rani@example.com
  npx kabar end-sessions --all

Ends the sessions and what is open in them at once; how people sign in stays as it is. One person is told by mail. The audit log of
accounts keeps it. API keys go on: see kabar keys.
`;

/** `kabar send --help`. */
export const sendHelp = `Send a message, or a file of them

  npx kabar send --to +12025550100 --text "Your table is ready." --wait
  npx kabar send --to +12025550100 --template order_shipped --language en --variable KB-1042
  npx kabar send --to +12025550100 --media menu.pdf --caption "Our menu"
  npx kabar send --file messages.jsonl     one body of POST /v1/messages per line; safe to run again after it broke off
  npx kabar send --file -                  the same from standard input

Options:
  --from NUMBER      which of your numbers sends: its id or phone number; needed where there are several
  --to PHONE         or --contact ID
  --text TEXT  |  --template NAME  |  --media FILE
  --language CODE    of the template. Default en
  --variable TEXT    a value for the template's body, once for each, in order
  --caption TEXT     under pictures, films and documents
  --wait             go on until it is delivered or refused, at most --timeout seconds (60)
  --key KEY          idempotency key: the same one never sends twice. Default: a new one; with --file made from the file
  --url URL          another Kabar than KABAR_URL
  --json             one JSON object per line
`;

/** `kabar listen --help`. */
export const listenHelp = `Hand webhooks of a workspace to a program on this machine, while it is being written

  npx kabar listen --forward-to 3000
  npx kabar listen --forward-to localhost:3000/webhooks --events message.received,message.failed
  npx kabar listen --print-json              only shows them

Options:
  --forward-to WHERE   a port or an address of this machine
  --events TYPES       types or families, separated by commas, such as message.*. Default: all
  --full               webhooks carry the message or contact itself, with personal data, and not ids alone
  --secret SECRET      sign with what an earlier listen printed. Default: a new one, for as long as this runs
  --print-json         shows the body of each
  --url URL            another Kabar than KABAR_URL
  --json               one JSON object per line

Headers and body are those that an endpoint gets. Kabar needs no way to this machine. A broken connection is made again by itself, and
what happened in between follows. Nothing is repeated when the program here fails, and nothing kept while this does not run: endpoints
get both. The key needs webhooks:read and whatever the events need. Ctrl-C ends it.
`;

/** `kabar seed --help`. */
export const seedHelp = `Fill a trial installation with invented customers and conversations

  npx kabar seed                    60 customers who write, some of them answered, with tags
  npx kabar seed --customers 2000

Options:
  --customers N    how many there shall be in all, up to 5,000; running it again adds only those that are missing
  --json           one JSON object per line

It needs the emulator, whose simulated phones they write from, so it can never write to anybody. Kabar must be running.
`;

/** `kabar encryption --help`. */
export const encryptionHelp = `The keys that everything is encrypted with: see, change, end

  npx kabar encryption status                    which keys there are, what is under older ones, how far a change is
  npx kabar encryption rotate root               a new root key; wraps the key of every workspace and backup by it
  npx kabar encryption rotate workspace toko     a new key for one workspace; seals its secrets and files' keys anew
  npx kabar encryption rotate workspace --all    for every workspace and for the installation itself
  npx kabar encryption rotate index toko         new keys for looking up what is encrypted: hashes of numbers go up, the search index is made anew; or --all
  npx kabar encryption rotate signing            a new key for receipts, reports and checkpoints of the audit log
  npx kabar encryption resume                    go on with what was begun (a worker does so by itself every five minutes)
  npx kabar encryption retire                    destroy older keys that nothing needs any more (a worker does so every night)
  npx kabar encryption keygen                    print a new root key for KABAR_ROOT_KEY

Kabar may go on running. Broken off at any point, nothing is lost: run "resume".

Options:
  --leak               the older key may be known to somebody: written into the audit log as the reason
  --fast               without pauses, for a quiet hour
  --now                with retire: do not wait a day; refused while another Kabar uses the database
  --give-up-backups    with retire: backups made before lose what was sealed under the older key
  --json               one JSON object per line, for programs

Keep an older root key until "status" shows nothing under it, and 72 hours longer for the copies of the keys: docs/guides/encryption-keys.md
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
