import { verifyAudit } from '#modules/audit';
import type { Clock } from '#platform/clock';
import type { Database } from '#platform/db/database';
import { engineQuery, withEngine } from '#platform/db/tx';
import type { Finding, LiveCheck } from '../promises-context.ts';
import {
  countLateDeliveries,
  countLooseRoles,
  countPasswords,
  countSessions,
  countUnforcedTables,
  countUnsealed,
  selectBackups,
  selectConsentGuard,
  selectSealedColumns,
} from './checks.sql.ts';
import { transportCheck } from './transport.ts';

/** What the checks look at. */
export type CheckDeps = {
  db: Database;
  clock: Clock;
  publicUrl: string;
  payloadRetentionDays: number;
  /** Whether backups are made at all, and copied to a second place. */
  backups: { isOn: boolean; hasSecondPlace: boolean };
};

const dayMs = 86_400_000;
/** Values looked at per sealed column: enough to see a wrong writer, little enough for a table of any size. */
const sampleSize = 500;

/** Every check that looks into the database and the address of the installation. Those of other parts are added by the role. */
export function createLiveChecks(deps: CheckDeps): LiveCheck[] {
  const { db, clock } = deps;
  const one = async <Row>(statement: Parameters<typeof engineQuery>[1]): Promise<Row> => {
    const [row] = await engineQuery<Row>(db, statement);
    if (row === undefined) throw new Error('a count gave no row');
    return row;
  };
  const backupsNow = () =>
    one<{ kept: number; newest: Date | null; late: number; second: string }>(selectBackups(new Date(clock.now().getTime() - dayMs / 8)));
  return [
    transportCheck(deps),
    {
      key: 'tenant_tables_forced',
      scope: 'installation',
      about: { en: 'Row-level security on every table of workspaces', id: 'Keamanan tingkat baris pada setiap tabel ruang kerja' },
      words: {
        passed: { en: 'All {tables} tables force it.', id: 'Semua {tables} tabel mewajibkannya.' },
        failed: {
          en: '{open} of {tables} tables do not force it. Run the migrations again.',
          id: '{open} dari {tables} tabel tidak mewajibkannya. Jalankan migrasi lagi.',
        },
      },
      look: async () => {
        const { tables, open } = await one<{ tables: number; open: number }>(countUnforcedTables());
        return judge(tables > 0 && open === 0, { tables, open });
      },
    },
    {
      key: 'server_roles_bound',
      scope: 'installation',
      about: {
        en: 'Database roles of the server that own nothing and bypass nothing',
        id: 'Peran basis data server yang tidak memiliki dan tidak melewati apa pun',
      },
      words: {
        failed: {
          en: '{loose} roles may more than they need. Take the attributes from them.',
          id: '{loose} peran boleh lebih dari perlunya. Cabut atributnya.',
        },
      },
      look: async () => {
        const { loose } = await one<{ loose: number }>(countLooseRoles());
        return judge(loose === 0, { loose });
      },
    },
    {
      key: 'password_schemes',
      scope: 'installation',
      about: { en: 'Scheme of every stored password', id: 'Skema setiap kata sandi tersimpan' },
      words: {
        passed: { en: 'All {passwords} are hashed and sealed.', id: 'Semua {passwords} di-hash dan disegel.' },
        failed: {
          en: '{other} of {passwords} are stored otherwise. Let these people reset their password.',
          id: '{other} dari {passwords} disimpan dengan cara lain. Minta orangnya mengganti kata sandi.',
        },
      },
      look: async () => {
        const { passwords, other } = await one<{ passwords: number; other: number }>(countPasswords('b1:'));
        return judge(other === 0, { passwords, other });
      },
    },
    {
      key: 'secrets_sealed',
      scope: 'installation',
      about: { en: 'Sealed columns hold sealed bytes', id: 'Kolom tersegel berisi bita tersegel' },
      words: {
        passed: { en: '{seen} values in {columns} columns were looked at.', id: '{seen} nilai dalam {columns} kolom diperiksa.' },
        failed: {
          en: '{open} of {seen} values are not sealed, first in {where}.',
          id: '{open} dari {seen} nilai tidak disegel, pertama di {where}.',
        },
      },
      look: () => lookAtSealed(db),
    },
    {
      key: 'consent_append_only',
      scope: 'installation',
      about: { en: 'Nobody may change the ledger of consent', id: 'Tidak ada yang boleh mengubah catatan persetujuan' },
      words: {
        failed: {
          en: 'A role may change it, or its guard is off. Run the migrations again.',
          id: 'Ada peran yang boleh mengubahnya, atau penjaganya mati. Jalankan migrasi lagi.',
        },
      },
      look: async () => {
        const { mayChange, isGuarded } = await one<{ mayChange: boolean; isGuarded: boolean }>(selectConsentGuard());
        return judge(!mayChange && isGuarded, {});
      },
    },
    {
      key: 'sessions_end',
      scope: 'installation',
      about: { en: 'Sessions that ended are gone within a day', id: 'Sesi yang berakhir hilang dalam sehari' },
      words: {
        failed: {
          en: '{late} ended sessions are still stored. Look whether a worker runs.',
          id: '{late} sesi yang berakhir masih tersimpan. Periksa apakah ada pekerja berjalan.',
        },
      },
      look: async () => {
        const { late } = await one<{ late: number }>(countSessions(new Date(clock.now().getTime() - dayMs)));
        return judge(late === 0, { late });
      },
    },
    {
      key: 'raw_deliveries_end',
      scope: 'installation',
      about: { en: 'Raw webhook deliveries end with their retention', id: 'Kiriman webhook mentah berakhir sesuai retensinya' },
      words: {
        passed: { en: 'None is older than {days} days.', id: 'Tidak ada yang lebih tua dari {days} hari.' },
        failed: {
          en: '{late} are older than {days} days. Look whether a worker runs.',
          id: '{late} lebih tua dari {days} hari. Periksa apakah ada pekerja berjalan.',
        },
      },
      look: async () => {
        // The day key is destroyed at the end of its day, one day after the last delivery of it is due.
        const days = deps.payloadRetentionDays + 2;
        const { late } = await one<{ late: number }>(countLateDeliveries(new Date(clock.now().getTime() - days * dayMs)));
        return judge(late === 0, { late, days });
      },
    },
    {
      key: 'backups_made',
      scope: 'installation',
      about: {
        en: 'A backup of the last eight days, and none past its last day',
        id: 'Cadangan dari delapan hari terakhir, dan tidak ada yang lewat hari terakhirnya',
      },
      words: {
        passed: { en: '{kept} backups are kept.', id: '{kept} cadangan disimpan.' },
        off: { en: 'This installation makes no backups yet.', id: 'Instalasi ini belum membuat cadangan.' },
        failed: {
          en: 'The newest backup is older than eight days, or {late} are kept past their last day. Look at Backups among the pages of the installation.',
          id: 'Cadangan terbaru lebih tua dari delapan hari, atau {late} disimpan lewat hari terakhirnya. Lihat Cadangan di halaman instalasi.',
        },
      },
      look: async () => {
        const { kept, newest, late } = await backupsNow();
        if (!deps.backups.isOn && kept === 0) return { outcome: 'off', facts: {} };
        const isFresh = newest !== null && clock.now().getTime() - newest.getTime() <= 8 * dayMs;
        return judge((isFresh || !deps.backups.isOn) && late === 0, { kept, late });
      },
    },
    {
      key: 'backup_second_place',
      scope: 'installation',
      about: { en: 'The newest backup lies in a second place', id: 'Cadangan terbaru ada di tempat kedua' },
      words: {
        off: { en: 'No second place for backups is set up here.', id: 'Tempat kedua untuk cadangan belum diatur di sini.' },
        failed: {
          en: 'The newest backup did not reach the second place. Look whether it can be written.',
          id: 'Cadangan terbaru belum sampai ke tempat kedua. Periksa apakah dapat ditulisi.',
        },
      },
      look: async () => {
        const { second, kept } = await backupsNow();
        if (!deps.backups.hasSecondPlace || kept === 0) return { outcome: 'off', facts: {} };
        return judge(second === 'done' || second === 'waiting', {});
      },
    },
    {
      key: 'audit_chain',
      scope: 'workspace',
      about: { en: 'The audit log of the workspace is unbroken', id: 'Log audit ruang kerja tidak terputus' },
      words: {
        passed: { en: '{events} entries fit together.', id: '{events} catatan saling cocok.' },
        failed: {
          en: 'Entry {seq} does not fit. Somebody changed the database; keep a copy and find out who.',
          id: 'Catatan {seq} tidak cocok. Ada yang mengubah basis data; simpan salinannya dan cari tahu siapa.',
        },
      },
      look: async (workspaceId) => {
        if (workspaceId === null) return { outcome: 'off', facts: {} };
        const verdict = await withEngine(db, 'recompute the audit chain of a workspace for its promises', (tx) =>
          verifyAudit(tx, workspaceId),
        );
        return verdict.ok ? judge(true, { events: verdict.eventCount }) : judge(false, { seq: verdict.seq });
      },
    },
  ];
}

async function lookAtSealed(db: CheckDeps['db']): Promise<Finding> {
  const columns = await engineQuery<{ table: string; column: string }>(db, selectSealedColumns());
  let [seen, open, where] = [0, 0, ''];
  for (const { table, column } of columns) {
    const [row] = await engineQuery<{ seen: number; open: number }>(db, countUnsealed(table, column, sampleSize));
    seen += row?.seen ?? 0;
    open += row?.open ?? 0;
    if ((row?.open ?? 0) > 0 && where === '') where = `${table}.${column}`;
  }
  return judge(columns.length > 0 && open === 0, { columns: columns.length, seen, open, where });
}

function judge(holds: boolean, facts: Finding['facts']): Finding {
  return { outcome: holds ? 'passed' : 'failed', facts };
}
