import { address, ageRecipients, onOff, text, wholeNumber } from './value-forms.ts';
import { group, optional, variable } from './variable.ts';

/** Settings of backups. */
export const backupSettings = group('Backups', {
  recipients: optional('KABAR_BACKUP_RECIPIENTS', {
    form: ageRecipients(),
    example: 'age1d4xrwj0t395h6gvvjgd6vavr3zcaxa6tj22d984u2ex2chnyzvsquxd27z',
    otherwise: 'no backup is made, unless there is a passphrase',
    // Public, but whoever sets the secret half by mistake must not find it in a log.
    secret: true,
    does: 'Public age keys of those who may open backups. `npx kabar backup keygen` makes one. The secret half belongs away from this machine. Nothing is ever written unencrypted.',
  }),
  passphrase: optional('KABAR_BACKUP_PASSPHRASE', {
    form: text().refine((value) => value.length >= 16, 'must have at least 16 characters, such as five random words'),
    example: 'five random words of your own',
    otherwise: 'backups are for the recipients',
    secret: true,
    does: 'A passphrase instead of recipients. Weaker: this machine knows it.',
  }),
  to: variable('KABAR_BACKUP_TO', {
    form: text(),
    fallback: 'backups',
    example: '/mnt/backup/kabar',
    does: 'Where backups go: a folder (a relative one lies in the home folder) or `s3://bucket/prefix`.',
  }),
  second: optional('KABAR_BACKUP_SECOND', {
    form: text(),
    example: 's3://kabar-backups/main',
    otherwise: 'there is one copy',
    does: 'A second place, in another building and with an account of its own: a folder or `s3://bucket/prefix`. Every backup is copied there.',
  }),
  keysTo: optional('KABAR_BACKUP_KEYS_TO', {
    form: text(),
    example: '/mnt/keys/kabar',
    otherwise: '`key-backups` in the keys folder',
    does: 'Where the keys are backed up, apart from everything they open: a folder or `s3://bucket/prefix`. Copies older than 72 hours are removed, so that erased people stay erased.',
  }),
  schedule: variable('KABAR_BACKUP_SCHEDULE', {
    form: text().refine((value) => value === 'off' || /^\S+(?: \S+){4}$/.test(value), 'must be five fields of cron (UTC) or off'),
    fallback: '17 19 * * *',
    example: '30 18 * * *',
    does: 'When a backup is made and the newest one restored for a try, in UTC. The default is 02:17 in Jakarta. `off` leaves it to the command.',
  }),
  keepDays: variable('KABAR_BACKUP_KEEP_DAYS', {
    form: wholeNumber(1, 35),
    fallback: '35',
    example: '14',
    does: 'Days until a backup is removed and its key destroyed. 35 is the most, because that is what privacy notices promise.',
  }),
  media: variable('KABAR_BACKUP_MEDIA', {
    form: onOff(),
    fallback: 'on',
    example: 'off',
    does: 'Whether media files are part of each backup. Off only where their bucket is copied elsewhere by itself.',
  }),
  s3Endpoint: optional('KABAR_BACKUP_S3_ENDPOINT', {
    form: address(['https://', 'http://']),
    example: 'https://minio.example.com',
    otherwise: 'Amazon S3 of the region',
    does: 'Address of another storage that speaks S3, for `s3://` places of backups.',
  }),
  s3Region: variable('KABAR_BACKUP_S3_REGION', {
    form: text(),
    fallback: 'us-east-1',
    example: 'ap-southeast-1',
    does: 'Region of `s3://` places of backups. Choose another than that of the installation.',
  }),
  s3AccessKeyId: optional('KABAR_BACKUP_S3_ACCESS_KEY_ID', {
    form: text(),
    example: 'AKIA…',
    otherwise: 'what the platform gives the process',
    secret: true,
    does: 'Access key for `s3://` places of backups; needs to list, get, put and delete.',
  }),
  s3SecretAccessKey: optional('KABAR_BACKUP_S3_SECRET_ACCESS_KEY', {
    form: text(),
    example: '…',
    otherwise: 'what the platform gives the process',
    secret: true,
    does: 'The secret of that access key.',
  }),
});
