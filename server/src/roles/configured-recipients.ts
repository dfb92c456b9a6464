import { isIP } from 'node:net';
import type { Config } from '#config';
import type { ConfiguredRecipient } from '#modules/processors';
import { isPublicAddress } from '#platform/egress/public-address';
import type { EmulatorAddresses } from './emulator-process.ts';

/** Where the AWS regions lie that storage is usually bought in. Source: AWS, "AWS Regions", read 2026-11-20. */
const awsCountries: Readonly<Record<string, string>> = {
  'af-south-1': 'ZA',
  'ap-east-1': 'HK',
  'ap-northeast-1': 'JP',
  'ap-northeast-2': 'KR',
  'ap-northeast-3': 'JP',
  'ap-south-1': 'IN',
  'ap-south-2': 'IN',
  'ap-southeast-1': 'SG',
  'ap-southeast-2': 'AU',
  'ap-southeast-3': 'ID',
  'ap-southeast-4': 'AU',
  'ap-southeast-5': 'MY',
  'ap-southeast-7': 'TH',
  'ca-central-1': 'CA',
  'ca-west-1': 'CA',
  'eu-central-1': 'DE',
  'eu-central-2': 'CH',
  'eu-north-1': 'SE',
  'eu-south-1': 'IT',
  'eu-south-2': 'ES',
  'eu-west-1': 'IE',
  'eu-west-2': 'GB',
  'eu-west-3': 'FR',
  'il-central-1': 'IL',
  'me-central-1': 'AE',
  'me-south-1': 'BH',
  'mx-central-1': 'MX',
  'sa-east-1': 'BR',
  'us-east-1': 'US',
  'us-east-2': 'US',
  'us-west-1': 'US',
  'us-west-2': 'US',
};

/** Hosts that files of WhatsApp come from, as the driver accepts them. */
const metaHosts = ['*.facebook.com', '*.fbsbx.com', '*.fbcdn.net', '*.whatsapp.net', '*.whatsapp.com'];

/**
 * Everybody whom the running configuration makes a recipient of data. A host on this machine or in a private network is the operator's own; everybody else
 * is somebody else's and needs a contract.
 */
export function configuredRecipients(
  config: Config,
  world: { emulator: EmulatorAddresses | null; smtpUrl: string | null },
): ConfiguredRecipient[] {
  const home = config.places.region ?? null;
  const list: ConfiguredRecipient[] = [
    config.places.hosting === undefined
      ? own('hosting', 'Your own machine', ['hosting'], [], home, everything)
      : { ...foreign('hosting', config.places.hosting, ['hosting'], [], home, everything), isOwn: false },
    database(config, home),
  ];
  const graphHost = hostOf(config.whatsapp.graphUrl);
  const isMeta = graphHost === 'graph.facebook.com';
  list.push(
    byHost('whatsapp', isMeta ? 'Meta (WhatsApp Business Platform)' : `WhatsApp gateway at ${graphHost}`, ['messaging'], {
      hosts: isMeta ? [graphHost, ...metaHosts] : [graphHost],
      region: isMeta ? 'US' : null,
      home,
      data: ['contact_details', 'message_content', 'media', 'technical_data'],
    }),
  );
  if (world.emulator !== null) {
    const hosts = [...new Set([hostOf(world.emulator.url), hostOf(world.emulator.smtpUrl)])];
    list.push(
      own('emulator', 'Emulator on this machine', ['messaging', 'mail'], hosts, home, ['contact_details', 'message_content', 'media']),
    );
  }
  if (world.smtpUrl !== null && world.smtpUrl !== world.emulator?.smtpUrl) {
    const host = hostOf(world.smtpUrl);
    const place = { hosts: [host], region: config.places.mailRegion ?? null, home, data: ['member_accounts', 'technical_data'] as const };
    list.push(byHost('mail', `Mail server ${host}`, ['mail'], place));
  }
  if (config.media.storage === 's3') list.push(bucket(config, home));
  list.push(...backupBuckets(config, home));
  const { vaultUrl } = config.keys;
  // It gets random keys to wrap, nothing of anybody, and whoever could end it in the register would lock the register, too.
  if (vaultUrl !== undefined)
    list.push(own('key_management', `Vault at ${hostOf(vaultUrl)}`, ['key_management'], [hostOf(vaultUrl)], home, ['technical_data']));
  const { clamd } = config.media;
  if (clamd !== undefined && !clamd.startsWith('unix:')) {
    const host = hostOf(clamd);
    list.push(byHost('malware_scan', `Malware scanner ${host}`, ['malware_scan'], { hosts: [host], region: null, home, data: ['media'] }));
  }
  return list;
}

const everything = [
  'contact_details',
  'message_content',
  'media',
  'notes',
  'consent_records',
  'member_accounts',
  'sessions',
  'api_keys',
  'webhook_payloads',
  'exports',
  'technical_data',
] as const;

function database(config: Config, home: string | null): ConfiguredRecipient {
  const region = config.places.databaseRegion ?? home;
  if (config.database.url === undefined) return own('database', 'Database on this machine', ['database'], [], home, everything);
  const host = hostOf(config.database.url);
  return byHost('database', `Database at ${host}`, ['database'], { hosts: [host], region, home, data: everything });
}

function bucket(config: Config, home: string | null): ConfiguredRecipient {
  const { s3Endpoint, s3Region, s3Bucket = '', s3AccessKeyId } = config.media;
  const region = config.places.mediaRegion ?? (s3Endpoint === undefined ? (awsCountries[s3Region] ?? null) : home);
  const data = ['media', 'exports'] as const;
  if (s3Endpoint !== undefined) {
    const host = hostOf(s3Endpoint);
    return byHost('media_storage', `Object storage at ${host}`, ['media_storage'], { hosts: [host], region, home, data });
  }
  const amazon = [`${s3Bucket}.s3.${s3Region}.amazonaws.com`, `s3.${s3Region}.amazonaws.com`];
  // Without keys the SDK asks the machine's own metadata service who it is, before any request of ours.
  const metadata = s3AccessKeyId === undefined ? ['169.254.169.254', '169.254.170.2'] : [];
  return {
    ...foreign('media_storage', `Amazon S3 (${s3Region})`, ['media_storage'], [...amazon, ...metadata], region, data),
    isOwn: false,
  };
}

/** Buckets of backups: everything is in them, encrypted for the operator alone. */
function backupBuckets(config: Config, home: string | null): ConfiguredRecipient[] {
  const { to, second, keysTo, s3Endpoint, s3Region, s3AccessKeyId } = config.backups;
  const { checkpoints } = config.audit;
  const buckets = [to, second, keysTo, checkpoints].flatMap((place) => /^s3:\/\/([^/]+)/.exec(place ?? '')?.[1] ?? []);
  if (buckets.length === 0) return [];
  if (s3Endpoint !== undefined) {
    const host = hostOf(s3Endpoint);
    return [byHost('backup_storage', `Backups at ${host}`, ['backup_storage'], { hosts: [host], region: home, home, data: everything })];
  }
  const amazon = [...buckets.map((name) => `${name}.s3.${s3Region}.amazonaws.com`), `s3.${s3Region}.amazonaws.com`];
  const metadata = s3AccessKeyId === undefined ? ['169.254.169.254', '169.254.170.2'] : [];
  const region = awsCountries[s3Region] ?? null;
  const recipient = foreign(
    'backup_storage',
    `Amazon S3 (${s3Region}), backups`,
    ['backup_storage'],
    [...amazon, ...metadata],
    region,
    everything,
  );
  return [{ ...recipient, isOwn: false }];
}

type Purposes = ConfiguredRecipient['purposes'];
type Data = ConfiguredRecipient['data'];

function own(
  key: string,
  name: string,
  purposes: Purposes,
  hosts: readonly string[],
  region: string | null,
  data: Data,
): ConfiguredRecipient {
  return { key, name, purposes, hosts, isOwn: true, ownNetwork: true, region, data };
}

function foreign(
  key: string,
  name: string,
  purposes: Purposes,
  hosts: readonly string[],
  region: string | null,
  data: Data,
): ConfiguredRecipient {
  return { key, name, purposes, hosts, isOwn: false, ownNetwork: false, region, data };
}

function byHost(
  key: string,
  name: string,
  purposes: Purposes,
  place: { hosts: readonly string[]; region: string | null; home: string | null; data: Data },
): ConfiguredRecipient {
  return place.hosts.every(isOwnHost)
    ? own(key, name, purposes, place.hosts, place.region ?? place.home, place.data)
    : foreign(key, name, purposes, place.hosts, place.region, place.data);
}

/** This machine, a private address, or a name that only one's own network knows (`db`, `mail.internal`). */
export function isOwnHost(host: string): boolean {
  if (isIP(host) !== 0) return !isPublicAddress(host);
  return !host.includes('.') || /\.(?:local|internal|lan|home\.arpa|localhost)$/.test(host);
}

function hostOf(address: string): string {
  return new URL(address).hostname.toLowerCase().replace(/^\[(.*)\]$/, '$1');
}
