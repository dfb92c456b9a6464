import { z } from 'zod';
import { engineQuery, withEngine } from '#platform/db/tx';
import { selectEventConsumer } from '#platform/events/event-consumers.sql';
import { bindJob, defineJob, type BoundJob } from '#platform/jobs/job';
import { selectContactsBefore, type ContactSourceRow } from './contacts.sql.ts';
import {
  lockIndexes,
  selectEntriesBefore,
  selectMessagesBefore,
  selectMessagesOfContact,
  selectNotesOfContact,
  type SourceRow,
} from './documents.sql.ts';
import { indexContacts } from './index-contacts.ts';
import { indexDocuments } from './index-documents.ts';
import {
  deleteIndexRows,
  deleteUnusedWords,
  selectMessagesOff,
  selectUnfinished,
  selectUnfinishedOf,
  startRebuild,
  updateProgress,
  type ProgressRow,
} from './progress.sql.ts';
import { searchConsumer, type SearchEngineOptions } from './search-engine.ts';

type JobDeps = Pick<SearchEngineOptions, 'db' | 'keyring' | 'clock' | 'log'>;

const oftenRetried = { limit: 3, delayMs: 10_000, maxDelayMs: 60_000 };
/** Large, because words repeat: four times the messages of a batch have about twice its words to count. */
const perBatch = 2_000;
const perEmptying = 20_000;
const newestId = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/** Takes in what was stored before there was an index, workspace by workspace, newest first; goes on where it stopped. */
export const backfillJob = defineJob({
  name: 'search.backfill',
  schema: z.object({}),
  timeoutMs: 30 * 60_000,
  retry: oftenRetried,
  concurrency: 1,
  cron: '* * * * *',
  isExclusive: true,
});

/** Throws the index of one workspace away and has it made anew. */
export const rebuildJob = defineJob({
  name: 'search.rebuild',
  schema: z.object({ workspaceId: z.uuid() }),
  timeoutMs: 60_000,
  retry: oftenRetried,
  concurrency: 1,
});

/** Takes in what one contact wrote and was written, anew: for a person whose data is no longer only stored. */
export const indexContactJob = defineJob({
  name: 'search.index_contact',
  schema: z.object({ workspaceId: z.uuid(), contactId: z.uuid() }),
  timeoutMs: 30 * 60_000,
  retry: oftenRetried,
  concurrency: 1,
});

/** Removes words that nothing contains any more. */
export const tidyJob = defineJob({
  name: 'search.remove_unused_words',
  schema: z.object({}),
  timeoutMs: 10 * 60_000,
  retry: oftenRetried,
  concurrency: 1,
  cron: '17 4 * * *',
});

/** The background work of this module, for the roles that run jobs. */
export function searchJobs(deps: JobDeps): BoundJob[] {
  return [
    bindJob(backfillJob, async (_payload, { signal }) => {
      await backfill(deps, signal);
    }),
    bindJob(rebuildJob, async ({ workspaceId }) => {
      await engineQuery(deps.db, startRebuild(workspaceId, deps.clock.now()));
    }),
    bindJob(indexContactJob, ({ workspaceId, contactId }, { signal }) => indexHistory(deps, workspaceId, contactId, signal)),
    bindJob(tidyJob, async (_payload, { signal }) => {
      for (let count = perBatch; count === perBatch && !signal.aborted;) {
        count = (await engineQuery(deps.db, deleteUnusedWords(perBatch))).length;
      }
    }),
  ];
}

/** Works through everything that is unfinished, a batch per transaction, until nothing is left or `signal` aborts. */
export async function backfill(deps: JobDeps, signal: AbortSignal): Promise<void> {
  // Without the reader of events, what is stored after its batch would be missed.
  if ((await selectEventConsumer(deps.db, searchConsumer)) === null) return;
  while (!signal.aborted) {
    const [progress] = await engineQuery<ProgressRow>(deps.db, selectUnfinished());
    if (progress === undefined) return;
    await advance(deps, progress);
  }
}

/** A batch per transaction, newest first. What may not be found is left out, so it does no harm when the person is restricted again meanwhile. */
async function indexHistory({ db, keyring }: JobDeps, workspaceId: string, contactId: string, signal: AbortSignal): Promise<void> {
  for (const select of [selectMessagesOfContact, selectNotesOfContact]) {
    let before = newestId;
    while (!signal.aborted && before !== '') {
      before = await withEngine(db, 'the search index takes a person in again', async (tx) => {
        await tx.query(lockIndexes([workspaceId]));
        if ((await tx.query(selectMessagesOff([workspaceId]))).length > 0) return '';
        const rows = await tx.query<SourceRow>(select(workspaceId, contactId, before, perBatch));
        await indexDocuments(keyring, tx, rows);
        return rows.length < perBatch ? '' : (rows.at(-1)?.id ?? '');
      });
    }
  }
}

async function advance({ db, keyring, clock }: JobDeps, { workspaceId }: ProgressRow): Promise<void> {
  await withEngine(
    db,
    'the search index is made for all workspaces',
    async (tx) => {
      await tx.query(lockIndexes([workspaceId]));
      // Read anew behind the lock: somebody may have had the index thrown away since the row was chosen.
      const [progress] = await tx.query<ProgressRow>(selectUnfinishedOf(workspaceId));
      if (progress === undefined) return;
      if (progress.isEmptying) {
        const [gone] = await tx.query<{ count: number }>(deleteIndexRows(workspaceId, perEmptying));
        await tx.query(updateProgress({ ...progress, isEmptying: (gone?.count ?? 0) > 0 }, null));
        return;
      }
      // Read anew: somebody may have switched it since the row was chosen, and the lock above is theirs, too.
      const [off] = await tx.query<{ workspaceId: string }>(selectMessagesOff([workspaceId]));
      const messages =
        off === undefined ? await tx.query<SourceRow>(selectMessagesBefore(workspaceId, progress.messagesBefore, perBatch)) : [];
      const entries =
        off === undefined ? await tx.query<SourceRow>(selectEntriesBefore(workspaceId, progress.entriesBefore, perBatch)) : [];
      const contacts = await tx.query<ContactSourceRow>(selectContactsBefore(workspaceId, progress.contactsBefore, perBatch));
      await indexDocuments(keyring, tx, [...messages, ...entries]);
      const refs = [...new Set(contacts.map((row) => row.id))].map((id) => ({ workspaceId, id }));
      await indexContacts(keyring, tx, refs, contacts);
      const isDone = messages.length + entries.length + contacts.length === 0;
      await tx.query(
        updateProgress(
          {
            ...progress,
            messagesBefore: messages.at(-1)?.id ?? progress.messagesBefore,
            entriesBefore: entries.at(-1)?.id ?? progress.entriesBefore,
            contactsBefore: contacts.at(-1)?.id ?? progress.contactsBefore,
          },
          isDone ? clock.now() : null,
        ),
      );
    },
    { retries: 3 },
  );
}
