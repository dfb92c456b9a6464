/** Why a backup or a restore did not happen. */
export type BackupErrorCode =
  | 'no_recipients'
  | 'busy'
  | 'not_found'
  | 'incomplete'
  | 'wrong_key'
  | 'expired'
  | 'no_key'
  | 'changed'
  | 'no_room'
  | 'newer_program'
  | 'not_empty'
  | 'rows_differ'
  | 'unreachable';

const sentences: Record<BackupErrorCode, string> = {
  no_recipients:
    'Backups are always encrypted, and nobody is named who may open them. Run `npx kabar backup keygen`, keep what it writes away from this machine, and set KABAR_BACKUP_RECIPIENTS to the public key it shows.',
  busy: 'Another backup or restore is running. Wait for it, or look at it with `npx kabar backup list`.',
  not_found: 'There is no such backup in this place.',
  incomplete: 'This backup was never finished. Choose another.',
  wrong_key: 'None of the keys given opens this backup. Give the identity whose public key it was made for.',
  expired: 'This backup is past its last day: its key was destroyed, and nobody can open it any more. That is meant to be so.',
  no_key:
    'The key of this backup is not in the key store that was given. Give the newest key backup with --keys, and the identity that opens it with --identity.',
  changed:
    'This backup is not as it was written: a part of it was changed, exchanged or cut short. Nothing of it is used. Take the second copy.',
  no_room: 'There is no room left on the disk. Nothing that was there before is lost; make room and start again.',
  newer_program: 'This backup was made by a newer Kabar. Restore it with that version or a later one.',
  not_empty: 'The database to restore into is not empty. Nothing was touched. Name an empty one.',
  rows_differ: 'The restored tables do not hold what the backup says. The restored database is not opened.',
  unreachable: 'The place of the backups cannot be reached.',
};

/** Thrown by backups and restores, with words for the operator. `detail` names the file, table or place. */
export class BackupError extends Error {
  override readonly name = 'BackupError';
  readonly code: BackupErrorCode;

  constructor(code: BackupErrorCode, detail?: string, options?: ErrorOptions) {
    super(detail === undefined ? sentences[code] : `${sentences[code]} (${detail})`, options);
    this.code = code;
  }
}

/** Turns a full disk into words; gives everything else back as it is. */
export function explain(error: unknown): unknown {
  if (error instanceof Error && 'code' in error && ['ENOSPC', 'EDQUOT', 'EFBIG', '53100'].includes(String(error.code)))
    return new BackupError('no_room', undefined, { cause: error });
  return error;
}
