import { authorityFor } from '#modules/law';
import type { JsonValue } from '#platform/crypto/canonical-json';
import { requestPublicId } from './acting.ts';
import { lawOf } from './reckon-clocks.ts';
import type { RequestRow } from './requests.sql.ts';
import type { TaskRow } from './tasks.sql.ts';

/** What the receipt of a finished request says: nothing about the person but what became of their data. */
export function receiptOf(row: RequestRow, tasks: readonly TaskRow[], workspace: string, doneAt: Date): { [key: string]: JsonValue } {
  const verified = tasks.find(({ key, state }) => key === 'verify' && state === 'done');
  const authority = authorityFor(lawOf(row), row.residence?.slice(0, 2) ?? row.country);
  return {
    format: 'kabar.request_receipt',
    version: 1,
    request_id: requestPublicId(row.id),
    workspace,
    kind: row.kind,
    purpose: row.purpose,
    received_at: row.receivedAt.toISOString(),
    due_at: row.dueAt.toISOString(),
    due_basis: row.clocks[0]?.basis ?? 'workspace',
    done_at: doneAt.toISOString(),
    identity: row.identityMethod ?? 'judged',
    steps: tasks.map(({ key, state, removed, finishedAt }) => ({
      step: key,
      outcome: state,
      removed,
      at: finishedAt?.toISOString() ?? null,
    })),
    kept: tasks.flatMap(({ kept }) => kept.map((item) => ({ ...item }))),
    left: [],
    verified_at: verified?.finishedAt?.toISOString() ?? null,
    authority: { name: authority.name, url: authority.url },
  };
}
