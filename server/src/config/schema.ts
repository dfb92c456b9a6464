import { backupSettings } from './backup-settings.ts';
import { identitySettings } from './identity-settings.ts';
import { keySettings } from './key-settings.ts';
import { limits } from './limits.ts';
import { commandRoles, lastingRoles } from './process-roles.ts';
import { tlsSettings } from './tls-settings.ts';
import { address, addressRanges, duration, mailAddresses, mailbox, oneOf, onOff, region, size, text, wholeNumber } from './value-forms.ts';
import { group, optional, variable } from './variable.ts';
import { webhookSettings } from './webhook-settings.ts';

/**
 * Every setting of Kabar, grouped by concern. Each says why it cannot be a constant by what it does; each is obeyed by
 * something. A new one goes here and nowhere else; the reference and `.env.example` are generated from this file.
 */
export const settings = {
  process: group('Process', {
    role: variable('KABAR_ROLE', {
      form: oneOf([...lastingRoles, ...commandRoles]),
      fallback: 'all',
      example: 'api',
      does: `What this process does. The first command-line argument wins over it. \`all\` does everything in one process; run several \`api\` and \`worker\` processes on one database to share the load. The others (${commandRoles.map((role) => `\`${role}\``).join(', ')}) are commands that end by themselves: \`npx kabar --help\`.`,
    }),
    home: variable('KABAR_HOME', {
      form: text(),
      fallback: '.kabar',
      example: '/var/lib/kabar',
      does: 'Folder of everything this installation keeps on this machine: the embedded database, keys, media. A relative path is taken from the project folder.',
    }),
    operators: optional('KABAR_OPERATORS', {
      form: mailAddresses(),
      example: 'ops@example.com,privacy@example.com',
      otherwise: 'the owner that the first start of an embedded installation makes; nobody with `DATABASE_URL`',
      does: 'Accounts that run this installation: they see its backups, registers, incidents and requests of account holders, and no content of workspaces by that. An address counts once it is confirmed.',
    }),
    shutdownGraceMs: variable('KABAR_SHUTDOWN_GRACE', {
      form: duration('1s', '10m'),
      fallback: '20s',
      example: '30s',
      does: 'How long a process that was asked to stop may take to finish what it has begun.',
    }),
  }),
  client: group('Client commands', {
    url: optional('KABAR_URL', {
      form: address(['https://', 'http://']),
      example: 'https://kabar.example.com',
      otherwise: 'the installation that was started in this folder with a database of its own',
      does: 'Kabar that `npx kabar send`, `seed` and `listen` talk to. A server has no use for it.',
    }),
    apiKey: optional('KABAR_API_KEY', {
      form: text(),
      example: 'kabar_live_…',
      otherwise: 'the key that the first start of such an installation made',
      secret: true,
      does: 'API key with which those commands do so.',
    }),
  }),
  places: group('Places', {
    region: optional('KABAR_REGION', {
      form: region(),
      example: 'ID',
      otherwise: 'unknown, and transfers to other countries cannot be judged',
      does: 'Country this installation runs in (two letters, or `EU`). Every recipient of data elsewhere needs a recorded transfer; see the guide on recipients.',
    }),
    hosting: optional('KABAR_HOSTING', {
      form: text(),
      example: 'Example Cloud Ltd',
      otherwise: 'your own machine',
      does: 'Who runs the machines. It stands in the register of recipients and on the public page; needed with `DATABASE_URL` and a public address.',
    }),
    databaseRegion: optional('KABAR_DATABASE_REGION', {
      form: region(),
      example: 'SG',
      otherwise: 'that of the installation',
      does: 'Country of the database, where it is another one.',
    }),
    mediaRegion: optional('KABAR_MEDIA_REGION', {
      form: region(),
      example: 'SG',
      otherwise: 'that of the Amazon region of the bucket, else that of the installation',
      does: 'Country of the storage of media files, where it is another one.',
    }),
    mailRegion: optional('KABAR_MAIL_REGION', {
      form: region(),
      example: 'DE',
      otherwise: 'unknown until somebody records it',
      does: 'Country of the mail server.',
    }),
  }),
  http: group('HTTP', {
    host: variable('KABAR_HTTP_HOST', {
      form: text(),
      fallback: '127.0.0.1',
      example: '0.0.0.0',
      does: 'Address to listen on. The default is reachable from this machine only; give it a certificate (`KABAR_TLS_CERT`) or put a proxy with TLS in front before you open it.',
    }),
    port: optional('KABAR_HTTP_PORT', {
      form: wholeNumber(1, 65_535),
      example: '4000',
      otherwise: '4000; with the embedded database the next free port, which is then remembered',
      does: 'Port to listen on. The role `worker` listens only where this is set, and then answers `/healthz`, `/readyz` and `/metrics` alone.',
    }),
    publicUrl: optional('KABAR_PUBLIC_URL', {
      form: address(['https://', 'http://']),
      example: 'https://kabar.example.com',
      otherwise: 'the address it listens on',
      does: 'Address under which browsers and Meta reach this installation; used in links, mails and webhook addresses.',
    }),
    trustedProxies: variable('KABAR_TRUSTED_PROXIES', {
      form: addressRanges(),
      fallback: '',
      example: '10.0.0.0/8,fd00::/8',
      does: 'Proxies whose `X-Forwarded-For` is believed. Any other sender of that header is taken for what its connection says.',
    }),
    bodyLimitBytes: variable('KABAR_BODY_LIMIT', {
      form: size('16KB', '64MB'),
      fallback: '1MB',
      example: '2MB',
      does: 'Largest request body of the API, uploads aside.',
    }),
    metricsToken: optional('KABAR_METRICS_TOKEN', {
      form: text().refine((value) => /^\S{16,}$/.test(value), 'must have at least 16 characters and no spaces'),
      example: 'a-long-random-word-of-your-own',
      otherwise: 'programs on this machine may read `/metrics`, and nobody else',
      secret: true,
      does: 'What Prometheus shows to read `/metrics`, as `Authorization: Bearer …`.',
    }),
    webhookBodyLimitBytes: variable('KABAR_WEBHOOK_BODY_LIMIT', {
      form: size('256KB', '64MB'),
      fallback: '3584KB',
      example: '4MB',
      does: 'Largest webhook body accepted from Meta, which sends up to 3 MB.',
    }),
  }),
  tls: tlsSettings,
  limits,
  database: group('Database', {
    url: optional('DATABASE_URL', {
      form: address(['postgres://', 'postgresql://'], true),
      example: 'postgres://kabar:password@db.example.com:5432/kabar',
      otherwise: 'a PostgreSQL of its own in the home folder',
      secret: true,
      does: 'PostgreSQL 18 to use. The user must own the database and be allowed to create roles.',
    }),
    appPoolSize: variable('KABAR_DB_APP_POOL', {
      form: wholeNumber(1, 200),
      fallback: '10',
      example: '20',
      does: 'Connections for requests of one workspace.',
    }),
    enginePoolSize: variable('KABAR_DB_ENGINE_POOL', {
      form: wholeNumber(2, 200),
      fallback: '12',
      example: '20',
      does: 'Connections for intake, sending and other work across workspaces.',
    }),
    jobPoolSize: variable('KABAR_DB_JOB_POOL', {
      form: wholeNumber(2, 50),
      fallback: '4',
      example: '6',
      does: 'Connections for background jobs.',
    }),
  }),
  keys: keySettings,
  identity: identitySettings,
  mail: group('Mail', {
    smtpUrl: optional('KABAR_SMTP_URL', {
      form: address(['smtp://', 'smtps://'], true),
      example: 'smtps://user:password@mail.example.com:465',
      otherwise: 'the mailbox of the emulator where that runs; else mail is kept and not sent',
      secret: true,
      does: 'Mail server for invitations, password resets and alarms. `smtps://` is TLS from the start, `smtp://` begins with STARTTLS; only a server on this machine is talked to in the clear.',
    }),
    from: variable('KABAR_MAIL_FROM', {
      form: mailbox(),
      fallback: 'Kabar <kabar@localhost.localdomain>',
      example: 'Kabar <kabar@example.com>',
      does: 'Sender of these mails.',
    }),
  }),
  whatsapp: group('WhatsApp', {
    graphUrl: variable('KABAR_META_GRAPH_URL', {
      form: address(['https://', 'http://']),
      fallback: 'https://graph.facebook.com',
      example: 'https://graph.facebook.com',
      does: "Base address of Meta's Graph API for numbers that are not connected to the emulator.",
    }),
    graphVersion: variable('KABAR_META_GRAPH_VERSION', {
      form: text().refine((value) => /^v\d{2,3}\.\d$/.test(value), 'must be a version such as v26.0'),
      fallback: 'v26.0',
      example: 'v26.0',
      does: 'Version of the Graph API. Kabar is tested against its default.',
    }),
    emulator: optional('KABAR_EMULATOR', {
      form: onOff(),
      example: 'off',
      otherwise: 'on with the embedded database, off with DATABASE_URL',
      does: 'Starts the emulator of Meta with simulated phones beside the role `all`. Never in production.',
    }),
  }),
  messages: group('Messages', {
    reconcileAfterMs: variable('KABAR_RECONCILE_AFTER', {
      form: duration('1s', '7d'),
      fallback: '15m',
      example: '1h',
      does: "How long a send with unknown outcome waits for a status from Meta before the workspace's rule decides.",
    }),
    payloadRetentionDays: variable('KABAR_PAYLOAD_RETENTION_DAYS', {
      form: wholeNumber(1, 28),
      fallback: '7',
      example: '3',
      does: 'Full days that raw webhook deliveries are kept, sealed, for replay. With the running day and the sweep never more than 30. A workspace can choose less.',
    }),
    mediaFolder: optional('KABAR_MEDIA_DIR', {
      form: text(),
      example: '/srv/kabar/media',
      otherwise: '`media` in the home folder',
      does: 'Folder of sealed media files. Several processes on several machines need one that they share.',
    }),
  }),
  webhooks: webhookSettings,
  media: group('Media', {
    storage: variable('KABAR_MEDIA_STORAGE', {
      form: oneOf(['disk', 's3']),
      fallback: 'disk',
      example: 's3',
      does: 'Where media files lie, sealed in both cases before they get there. Names are the same, so that files can be copied from one to the other.',
    }),
    s3Bucket: optional('KABAR_S3_BUCKET', {
      form: text(),
      example: 'kabar-media',
      otherwise: 'needed with `KABAR_MEDIA_STORAGE=s3`',
      does: 'Bucket of media files. Keep it private.',
    }),
    s3Endpoint: optional('KABAR_S3_ENDPOINT', {
      form: address(['https://', 'http://']),
      example: 'https://minio.example.com',
      otherwise: 'Amazon S3 of the region',
      does: 'Address of another storage that speaks S3. Buckets are then addressed by path.',
    }),
    s3Region: variable('KABAR_S3_REGION', {
      form: text(),
      fallback: 'us-east-1',
      example: 'ap-southeast-3',
      does: 'Region of the bucket.',
    }),
    s3AccessKeyId: optional('KABAR_S3_ACCESS_KEY_ID', {
      form: text(),
      example: 'AKIA…',
      otherwise: 'what the platform gives the process, such as an instance role',
      secret: true,
      does: 'Access key. It needs to get, put and delete objects of the bucket, nothing else.',
    }),
    s3SecretAccessKey: optional('KABAR_S3_SECRET_ACCESS_KEY', {
      form: text(),
      example: '…',
      otherwise: 'what the platform gives the process',
      secret: true,
      does: 'The secret of that access key.',
    }),
    quotaBytes: optional('KABAR_MEDIA_QUOTA', {
      form: size('1MB', '999999GB'),
      example: '50GB',
      otherwise: 'no limit beside that of a workspace',
      does: 'Media files of one workspace at most. Beyond it uploads are refused; files that customers send are fetched all the same.',
    }),
    unusedAfterMs: variable('KABAR_MEDIA_UNUSED_AFTER', {
      form: duration('1h', '3650d'),
      fallback: '30d',
      example: '7d',
      does: 'When an upload that no message, draft or template uses is removed.',
    }),
    clamd: optional('KABAR_CLAMD', {
      form: text().refine(
        (value) => /^(?:tcp:\/\/[^\s/:]+:\d{1,5}|unix:\/\S+)$/.test(value),
        'must be tcp://host:port or unix:/path of a socket',
      ),
      example: 'tcp://127.0.0.1:3310',
      otherwise: 'no file is checked, unless a command does it',
      does: 'ClamAV daemon that looks at every file before anybody gets it.',
    }),
    scanCommand: optional('KABAR_SCAN_COMMAND', {
      form: text(),
      example: '/usr/local/bin/scan-file',
      otherwise: 'no file is checked, unless clamd does it',
      does: 'Program that gets a file on standard input and ends with 0 for clean, 1 for infected; anything else counts as away. Without arguments.',
    }),
    scannerAway: variable('KABAR_SCANNER_AWAY', {
      form: oneOf(['hold', 'pass']),
      fallback: 'hold',
      example: 'pass',
      does: 'Without an answer of the scanner: `hold` locks files until it is back, `pass` lets them through, marked.',
    }),
  }),
  statistics: group('Statistics', {
    isEnabled: variable('KABAR_USAGE_STATISTICS', {
      form: onOff(),
      fallback: 'off',
      example: 'on',
      does: 'Counts in how many browsers parts of the dashboard are used, of members who allowed it. Off: nobody is asked and nothing is counted.',
    }),
  }),
  audit: group('Audit log', {
    checkpoints: variable('KABAR_AUDIT_CHECKPOINTS', {
      form: text(),
      fallback: 'audit-checkpoints',
      example: 's3://kabar-audit/main',
      does: 'Where signed checkpoints of the audit log go: a folder (a relative one lies in the home folder) or `s3://bucket/prefix`, reached as the bucket of backups is. Whoever owns the database should not be able to write there.',
    }),
  }),
  backups: backupSettings,
  log: group('Log', {
    level: variable('KABAR_LOG_LEVEL', {
      form: oneOf(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']),
      fallback: 'info',
      example: 'debug',
      does: 'The least important lines to write.',
    }),
    format: optional('KABAR_LOG_FORMAT', {
      form: oneOf(['json', 'pretty']),
      example: 'json',
      otherwise: '`pretty` in a terminal with the embedded database, else `json`',
      does: 'JSON lines for machines, coloured ones for a person. The pretty form shows the words of errors, which can quote data.',
    }),
  }),
};
