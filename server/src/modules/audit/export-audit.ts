import { Readable } from 'node:stream';
import type { AuditEntry, ListAuditQuery } from '@kabar/contract';
import { guardFormula } from '#platform/csv/guard-formula';
import type { Database } from '#platform/db/database';
import { withTenant } from '#platform/db/tx';
import type { AuditContext } from './append-audit.ts';
import { auditKeys } from './audit-keys.ts';
import { selectEvents } from './audit.sql.ts';
import { filterOf } from './list-audit.ts';
import { presentAudit } from './present-audit.ts';

const batchSize = 500;
const header = [
  'seq',
  'at',
  'actor_kind',
  'actor_id',
  'actor_name',
  'action',
  'target_kind',
  'target_id',
  'before',
  'after',
  'way',
  'network',
  'request_id',
  'hash',
];

/** The narrowed log as a file, newest first: CSV for spreadsheets, or one JSON object per line. Streams; holds one batch at a time. */
export function exportAudit(
  ctx: AuditContext & { db: Database },
  workspaceId: string,
  query: Omit<ListAuditQuery, 'cursor' | 'limit'>,
  format: 'csv' | 'jsonl',
): Readable {
  return Readable.from(lines(ctx, workspaceId, query, format));
}

async function* lines(
  ctx: AuditContext & { db: Database },
  workspaceId: string,
  query: Omit<ListAuditQuery, 'cursor' | 'limit'>,
  format: 'csv' | 'jsonl',
): AsyncGenerator<string> {
  if (format === 'csv') yield `\uFEFF${header.join(',')}\r\n`;
  const filter = filterOf(query);
  for (let beforeSeq: number | null = null; ;) {
    const from = beforeSeq;
    const entries = await withTenant(ctx.db, workspaceId, async (tx) => {
      const rows = await selectEvents(tx, workspaceId, filter, from, batchSize);
      const keys = await auditKeys(ctx.keyring, workspaceId, tx);
      return rows.map((row) => presentAudit(keys, row));
    });
    yield entries.map(format === 'csv' ? csvLine : (entry) => `${JSON.stringify(entry)}\n`).join('');
    const last = entries.at(-1);
    if (last === undefined || entries.length < batchSize) return;
    beforeSeq = last.seq;
  }
}

function csvLine(entry: AuditEntry): string {
  const json = (value: unknown): string => (value === null ? '' : JSON.stringify(value));
  const cells = [
    String(entry.seq),
    entry.at,
    entry.actor.kind,
    entry.actor.id ?? '',
    entry.actor.name ?? '',
    entry.action,
    entry.target?.kind ?? '',
    entry.target?.id ?? '',
    json(entry.before),
    json(entry.after),
    entry.origin?.way ?? '',
    entry.origin?.network ?? '',
    entry.origin?.request_id ?? '',
    entry.hash,
  ];
  return `${cells.map((cell) => `"${guardFormula(cell).replaceAll('"', '""')}"`).join(',')}\r\n`;
}
