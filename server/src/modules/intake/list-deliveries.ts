import { ID_PREFIXES, type IntakeDelivery, type IntakeDeliveryDetail, type ListDeliveriesQuery, type Page } from '@kabar/contract';
import { tenantQuery } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import { decodeCursor, encodeCursor } from '#platform/http/cursor';
import { fromPublicId } from '#platform/ids';
import { selectDelivery, selectDeliveryPage, selectUnits, type DeliveryRow, type UnitRow } from './deliveries.sql.ts';
import type { IntakeContext } from './intake-context.ts';
import { presentDelivery, presentUnit } from './present-delivery.ts';

const maxUnitCount = 1_000;

/** A page of stored deliveries, newest first. Errors: `cursor_invalid`. */
export async function listDeliveries(ctx: IntakeContext, workspaceId: string, query: ListDeliveriesQuery): Promise<Page<IntakeDelivery>> {
  const beforeId = readCursor(query.cursor);
  const rows = await tenantQuery<DeliveryRow>(
    ctx.db,
    workspaceId,
    selectDeliveryPage(workspaceId, { status: query.status ?? null, beforeId, limit: query.limit + 1 }),
  );
  const page = rows.slice(0, query.limit);
  const data = page.map((row) => presentDelivery(row, ctx.payloadRetentionDays));
  const last = data.at(-1);
  return { data, next_cursor: rows.length > query.limit && last !== undefined ? encodeCursor([last.id]) : null };
}

function readCursor(cursor: string | undefined): string | null {
  const position = decodeCursor(cursor, 1);
  if (position === null) return null;
  const id = typeof position[0] === 'string' ? fromPublicId(ID_PREFIXES.delivery, position[0]) : null;
  if (id === null) throw new AppError('cursor_invalid');
  return id;
}

/** One delivery with the units that were kept aside, at most 1,000 of them. Errors: `not_found`. */
export async function getDelivery(ctx: IntakeContext, workspaceId: string, deliveryId: string): Promise<IntakeDeliveryDetail> {
  const [[row], units] = await Promise.all([
    tenantQuery<DeliveryRow>(ctx.db, workspaceId, selectDelivery(workspaceId, deliveryId)),
    tenantQuery<UnitRow>(ctx.db, workspaceId, selectUnits(workspaceId, deliveryId, maxUnitCount)),
  ]);
  if (row === undefined) throw new AppError('not_found');
  return { ...presentDelivery(row, ctx.payloadRetentionDays), units: units.map((unit) => presentUnit(unit, deliveryId)) };
}
