import { address, duration, oneOf, text } from './value-forms.ts';
import { group, optional, variable } from './variable.ts';

/** Name of a mount or key in Vault: what fits into a path without escaping. */
const pathName = () => text().refine((value) => /^[\w.-]+(?:\/[\w.-]+)*$/.test(value), 'must be letters, digits, dots, dashes and slashes');

/** Settings of the root key: where it is, and how Vault is reached. */
export const keySettings = group('Keys', {
  from: optional('KABAR_ROOT_KEY_FROM', {
    form: oneOf(['file', 'environment', 'vault']),
    example: 'vault',
    otherwise: '`vault` with `KABAR_VAULT_URL`, else `environment` with `KABAR_ROOT_KEY`, else `file`',
    does: 'Which root key wraps. The others that are set still open what they wrapped, so that an installation can move: name the new source, run `npx kabar encryption rotate root`, take the old one away.',
  }),
  folder: optional('KABAR_KEYS_DIR', {
    form: text(),
    example: '/run/secrets/kabar',
    otherwise: '`keys` in the home folder',
    does: 'Folder of `root.key`, the key to everything stored. Keep it apart from the database and its backups.',
  }),
  rootKey: optional('KABAR_ROOT_KEY', {
    form: text(),
    example: 'kabar-root-1:…',
    otherwise: 'the file `root.key` in the keys folder, or Vault',
    secret: true,
    does: 'The root key itself, for platforms that hand secrets over as variables. Several, separated by commas: the first wraps, all unwrap.',
  }),
  vaultUrl: optional('KABAR_VAULT_URL', {
    form: address(['https://', 'http://']),
    example: 'https://vault.example.com:8200',
    otherwise: 'the root key is in a file or in the environment',
    does: 'HashiCorp Vault or OpenBao that keeps the root key in its transit engine. `http://` only on this machine.',
  }),
  vaultKey: variable('KABAR_VAULT_KEY', {
    form: pathName(),
    fallback: 'kabar',
    example: 'kabar-production',
    does: 'Name of the transit key. Make it before the first start: `vault write -f transit/keys/kabar`.',
  }),
  vaultMount: variable('KABAR_VAULT_MOUNT', {
    form: pathName(),
    fallback: 'transit',
    example: 'teams/crm/transit',
    does: 'Where the transit engine is mounted.',
  }),
  vaultNamespace: optional('KABAR_VAULT_NAMESPACE', {
    form: pathName(),
    example: 'teams/crm',
    otherwise: 'the root namespace',
    does: 'Namespace of the engine and of the sign-in.',
  }),
  vaultToken: optional('KABAR_VAULT_TOKEN', {
    form: text(),
    example: 'hvs.…',
    otherwise: 'the token file or the role',
    secret: true,
    does: 'Token for Vault. Renewed while it can be; after its last day Kabar needs another, so prefer a role or a file.',
  }),
  vaultTokenFile: optional('KABAR_VAULT_TOKEN_FILE', {
    form: text(),
    example: '/run/vault/token',
    otherwise: 'the token or the role',
    does: 'File with the token, as an agent of Vault keeps it. Read again whenever a token is refused.',
  }),
  vaultRoleId: optional('KABAR_VAULT_ROLE_ID', {
    form: text(),
    example: '675a50e7-cfe0-be76-e35f-49ec009731ea',
    otherwise: 'the token or its file',
    does: 'Role id, to sign in by AppRole.',
  }),
  vaultSecretId: optional('KABAR_VAULT_SECRET_ID', {
    form: text(),
    example: 'ed0a642f-2acf-c2da-232f-1b21300d5f29',
    otherwise: 'needed with `KABAR_VAULT_ROLE_ID`',
    secret: true,
    does: 'Secret id of that role. It must allow more than one use.',
  }),
  vaultRoleMount: variable('KABAR_VAULT_ROLE_MOUNT', {
    form: pathName(),
    fallback: 'approle',
    example: 'kabar-approle',
    does: 'Where AppRole is mounted below `auth/`.',
  }),
  vaultCaFile: optional('KABAR_VAULT_CA_FILE', {
    form: text(),
    example: '/etc/kabar/vault-ca.pem',
    otherwise: 'the authorities that come with Node',
    does: 'Certificate of the authority that signed the certificate of Vault.',
  }),
  vaultTimeoutMs: variable('KABAR_VAULT_TIMEOUT', {
    form: duration('100ms', '1m'),
    fallback: '5s',
    example: '2s',
    does: 'How long one request to Vault may take.',
  }),
  vaultOutageMs: variable('KABAR_VAULT_OUTAGE', {
    form: duration('0s', '24h'),
    fallback: '1h',
    example: '15m',
    does: 'How long a process that runs goes on with keys which Vault opened before, while Vault is away. Beyond it nothing sealed opens: webhooks of Meta are refused, so that Meta repeats them, and the API answers 503.',
  }),
});
