import type { BusinessTransfer } from '@kabar/contract';
import type { Statement } from '#platform/db/tx';

/** A change of hands as stored. */
export type BusinessTransferRow = {
  id: string;
  kind: BusinessTransfer['kind'];
  successorName: string;
  successorContact: string;
  successorTerms: string;
  takesEffectOn: string;
  status: BusinessTransfer['status'];
  announcedAt: Date | null;
  completedAt: Date | null;
  cancelledAt: Date | null;
};

const columns = `id, kind, successor_name as "successorName", successor_contact as "successorContact", successor_terms as "successorTerms",
      takes_effect_on::text as "takesEffectOn", status, announced_at as "announcedAt", completed_at as "completedAt", cancelled_at as "cancelledAt"`;

/** All of them, newest first. */
export function selectBusinessTransfers(): Statement {
  return { text: `select ${columns} from business_transfers order by created_at desc, id limit 100` };
}

/** The one that people are shown: announced, or completed since an instant. */
export function selectShown(completedSince: Date): Statement {
  return {
    text: `select ${columns} from business_transfers where status = 'announced' or (status = 'completed' and completed_at > $1) order by created_at desc limit 1`,
    values: [completedSince],
  };
}

/** One, kept from being changed until the transaction ends. */
export function lockBusinessTransfer(id: string): Statement {
  return { text: `select ${columns} from business_transfers where id = $1 for update`, values: [id] };
}

/** Records one. Errors: SQLSTATE 23505 while another is planned or announced. */
export function insertBusinessTransfer(row: BusinessTransferRow, at: Date): Statement {
  return {
    text: `
      insert into business_transfers (id, kind, successor_name, successor_contact, successor_terms, takes_effect_on, status, created_at)
      values ($1, $2, $3, $4, $5, $6, 'planned', $7)`,
    values: [row.id, row.kind, row.successorName, row.successorContact, row.successorTerms, row.takesEffectOn, at],
  };
}

/** Moves one on. */
export function updateBusinessTransfer(row: BusinessTransferRow): Statement {
  return {
    text: `update business_transfers set status = $2, announced_at = $3, completed_at = $4, cancelled_at = $5 where id = $1`,
    values: [row.id, row.status, row.announcedAt, row.completedAt, row.cancelledAt],
  };
}

/** Records that somebody is told; gives a row unless they were before. */
export function insertNotice(transferId: string, stage: string, userId: string, mailKey: string, at: Date): Statement {
  return {
    text: `
      insert into business_transfer_notices (transfer_id, stage, user_id, mail_key, told_at) values ($1, $2, $3, $4, $5)
      on conflict do nothing returning user_id`,
    values: [transferId, stage, userId, mailKey, at],
  };
}

/** Who was told, counted by stage and by what became of the mail; a mail whose traces are gone was settled long ago and counts as sent. */
export type NoticeCounts = BusinessTransfer['notices'][number] & { transferId: string };

/** Counts of notices. */
export function countNotices(): Statement {
  return {
    text: `
      select n.transfer_id as "transferId", n.stage, count(*)::int as owner_count,
             count(*) filter (where coalesce(m.status, 'sent') = 'sent')::int as sent_count,
             count(*) filter (where m.status = 'waiting')::int as waiting_count, count(*) filter (where m.status = 'failed')::int as failed_count
        from business_transfer_notices n left join mails m on m.dedupe_key = n.mail_key
       group by 1, 2 order by 1, array_position(array['before', 'after', 'cancelled'], n.stage)`,
  };
}
