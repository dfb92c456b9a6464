import { join } from 'node:path';
import type { DataKind, ProcessorPurpose, Recipient, RetentionClass } from '@kabar/contract';
import type { AuditContext } from '#modules/audit';
import { installationId } from '#modules/keyring';
import type { Period } from '#modules/law';
import { noticesJobs, noticesRoutes, type NoticePeriod, type NoticeRecipient, type NoticesContext } from '#modules/notices';
import { listRecipients, loadRegister, recipientsOf } from '#modules/processors';
import { createLiveChecks, promisesJobs, promisesRoutes, type PromisesContext } from '#modules/promises';
import { allLawsOf, decide, loadPolicy } from '#modules/retention';
import { installationCeilings } from './compose-retention.ts';
import type { Context } from './context.ts';
import type { Modules } from './modules.ts';

/** Joins promises, what they look at, and the notices that are made of them. */
export function composePromises(
  context: Context,
  from: { publicUrl: string; audit: AuditContext; operators: readonly string[] },
): Pick<Modules, 'routes' | 'jobs'> {
  const { config, db, clock, ids, log, mails } = context;
  const { publicUrl, audit, operators } = from;
  const addMail: PromisesContext['addMail'] = (tx, mail, options) => mails.add(tx, mail, options);
  const promises: PromisesContext = {
    db,
    clock,
    ids,
    log,
    audit,
    checks: createLiveChecks({
      db,
      clock,
      publicUrl,
      payloadRetentionDays: config.messages.payloadRetentionDays,
      backups: {
        isOn: config.backups.recipients !== undefined || config.backups.passphrase !== undefined,
        hasSecondPlace: config.backups.second !== undefined,
      },
    }),
    testReportPath: join(config.paths.home, 'promises', 'tests.json'),
    publicUrl,
    addMail,
  };
  const homeRegion = config.places.region ?? null;
  const ceilings = installationCeilings(config);
  const notices: NoticesContext = {
    db,
    clock,
    ids,
    log,
    audit,
    promises,
    publicUrl,
    homeRegion: homeRegion === null ? null : sayCountry(homeRegion),
    payloadRetentionDays: config.messages.payloadRetentionDays,
    operators,
    addMail,
    recipientsOf: async (workspaceId) => {
      const now = clock.now();
      const all =
        workspaceId === installationId
          ? recipientsOf(await loadRegister(db, now), homeRegion, now, null)
          : (await listRecipients({ db, homeRegion }, workspaceId, now)).data;
      // Meta has a sentence of its own; a machine of ours is nobody else.
      return all
        .filter(
          (one) =>
            one.role !== 'own_infrastructure' &&
            (isAnnounced(one) || (one.state === 'now' && (one.applies || workspaceId === installationId))),
        )
        .map((one) => sayRecipient(one, homeRegion));
    },
    periodsOf: async (workspaceId) => {
      if (workspaceId === installationId) return [];
      const { policy } = await loadPolicy({ db }, workspaceId);
      const laws = allLawsOf(policy);
      return saidClasses.flatMap(({ cls, about }) => {
        const { effective } = decide(policy, cls, laws, clock.now(), ceilings);
        return effective === null ? [] : [{ about, period: sayPeriod(effective) }];
      });
    },
  };
  return {
    routes: [...promisesRoutes(promises), ...noticesRoutes(notices)],
    jobs: [...promisesJobs(promises, { operators }), ...noticesJobs(notices)],
  };
}

/** What a notice for customers tells the time of, in the words of people. */
const saidClasses: readonly { cls: RetentionClass; about: NoticePeriod['about'] }[] = [
  { cls: 'message_content', about: { en: 'Messages', id: 'Pesan' } },
  { cls: 'media', about: { en: 'Pictures, voice messages and other files', id: 'Gambar, pesan suara, dan berkas lain' } },
  { cls: 'conversation_work', about: { en: 'Notes and what was done about a conversation', id: 'Catatan dan tindakan atas percakapan' } },
  {
    cls: 'contact_record',
    about: {
      en: 'Your name, numbers and all that belongs to you, from the last message or consent between us',
      id: 'Nama, nomor, dan semua data Anda, sejak pesan atau persetujuan terakhir di antara kita',
    },
  },
  { cls: 'audit_event', about: { en: 'The log of changes', id: 'Log perubahan' } },
];

function sayPeriod({ months, days }: Period): NoticePeriod['period'] {
  const parts = [
    { count: Math.floor(months / 12), en: 'year', id: 'tahun' },
    { count: months % 12, en: 'month', id: 'bulan' },
    { count: days, en: 'day', id: 'hari' },
  ].filter(({ count }) => count > 0);
  return {
    en: parts.map(({ count, en }) => `${count} ${en}${count === 1 ? '' : 's'}`).join(' and '),
    id: parts.map(({ count, id }) => `${count} ${id}`).join(' dan '),
  };
}

const purposeWords: Record<ProcessorPurpose, NoticeRecipient['purposes']> = {
  messaging: { en: 'carries messages', id: 'mengantar pesan' },
  mail: { en: 'delivers mail', id: 'mengirim email' },
  media_storage: { en: 'stores files', id: 'menyimpan berkas' },
  database: { en: 'runs the database', id: 'menjalankan basis data' },
  malware_scan: { en: 'looks for malware', id: 'memeriksa malware' },
  hosting: { en: 'hosts the service', id: 'menjadi hos layanan' },
  backup_storage: { en: 'keeps backups', id: 'menyimpan cadangan' },
  key_management: { en: 'keeps the root key', id: 'menyimpan kunci akar' },
  payments: { en: 'takes payments', id: 'menerima pembayaran' },
  analytics: { en: 'counts use', id: 'menghitung pemakaian' },
  support: { en: 'helps with support', id: 'membantu dukungan' },
  identity: { en: 'proves identities', id: 'membuktikan identitas' },
  webhook: { en: 'gets events by webhook', id: 'menerima peristiwa lewat webhook' },
};

const dataWords: Record<DataKind, NoticeRecipient['data']> = {
  contact_details: { en: 'contact details', id: 'data kontak' },
  message_content: { en: 'messages', id: 'pesan' },
  media: { en: 'files', id: 'berkas' },
  notes: { en: 'notes', id: 'catatan' },
  consent_records: { en: 'records of consent', id: 'catatan persetujuan' },
  member_accounts: { en: 'accounts', id: 'akun' },
  sessions: { en: 'sessions', id: 'sesi' },
  api_keys: { en: 'API keys', id: 'kunci API' },
  webhook_payloads: { en: 'raw deliveries', id: 'kiriman mentah' },
  exports: { en: 'exports', id: 'ekspor' },
  technical_data: { en: 'technical data', id: 'data teknis' },
};

function sayCountry(code: string): { en: string; id: string } {
  const nameIn = (language: string): string => new Intl.DisplayNames([language], { type: 'region' }).of(code) ?? code;
  return { en: nameIn('en'), id: nameIn('id') };
}

function isAnnounced({ state, announced_at, starts_on }: Recipient): boolean {
  return state === 'coming' && announced_at !== null && starts_on !== null;
}

function sayRecipient({ name, purposes, data, region, state, starts_on: startsOn }: Recipient, homeRegion: string | null): NoticeRecipient {
  const say = <Key extends string>(keys: readonly Key[], words: Record<Key, NoticeRecipient['data']>): NoticeRecipient['data'] => ({
    en: keys.map((key) => words[key].en).join(', ') || 'nothing personal',
    id: keys.map((key) => words[key].id).join(', ') || 'tidak ada data pribadi',
  });
  return {
    name,
    purposes: say(purposes, purposeWords),
    data: say(data, dataWords),
    country: region === null ? null : sayCountry(region),
    isAbroad: region !== null && homeRegion !== null && region !== homeRegion,
    startsOn,
    isComing: state === 'coming',
  };
}
