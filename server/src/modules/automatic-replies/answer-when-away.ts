import { ID_PREFIXES, type AwayMessage } from '@kabar/contract';
import type { ContactReader } from '#modules/contacts';
import { loadContacts } from '#modules/contacts';
import type { AutomaticMessage, AutomaticOutcome } from '#modules/messages';
import { closedSince, isOpenAt, loadHours, nextOpening, type Hours, type HoursBook } from '#modules/working-hours';
import type { Clock } from '#platform/clock';
import { withTenant } from '#platform/db/tx';
import { createEventConsumer, type EventConsumer } from '#platform/events/event-consumer';
import type { Notifications } from '#platform/events/notifications';
import { fromPublicId, toPublicId } from '#platform/ids';
import type { Log } from '#platform/log';
import { awayText, languageFor } from './away-text.ts';
import { selectAway, selectCauses, type AwayRow, type CauseRow } from './away.sql.ts';

/** What answering needs. `send` is `sendAutomatic` of the messages module. */
export type AwayDeps = ContactReader & {
  clock: Clock;
  send(message: AutomaticMessage): Promise<AutomaticOutcome>;
};

/** After a member wrote, a conversation counts as being answered for so long. */
const answeringMs = 10 * 60_000;

/**
 * Answers those of these messages of a workspace that came outside the working hours. Asked again for the same messages it sends
 * nothing new: the key of each answer is conversation and closed time. Gives how many answers were accepted.
 */
export async function answerWhenAway(deps: AwayDeps, workspaceId: string, messageIds: readonly string[]): Promise<number> {
  const now = deps.clock.now();
  const { rows, causes, book } = await withTenant(deps.db, workspaceId, async (tx) => {
    const stored = await tx.query<AwayRow>(selectAway([workspaceId]));
    if (!stored.some((row) => row.settings.enabled)) return { rows: stored, causes: [], book: null };
    return {
      rows: stored,
      causes: await tx.query<CauseRow>(selectCauses(workspaceId, messageIds, now, new Date(now.getTime() - answeringMs))),
      book: await loadHours(tx, [workspaceId]),
    };
  });
  if (book === null || causes.length === 0) return 0;
  const plans = causes.flatMap((cause) => planAnswer(workspaceId, cause, { rows, book, now }));
  const contacts = await loadContacts(
    deps,
    workspaceId,
    plans.map(({ cause }) => cause.contactId),
  );
  const outcomes = await Promise.all(
    plans.map(({ cause, message, hours, key }) => {
      const contact = contacts.get(cause.contactId);
      const body = awayText(message, {
        language: languageFor(message, cause.country),
        name: contact?.name ?? contact?.profile_name ?? null,
        nextOpening: nextOpening(hours, now),
        zone: hours.zone,
      });
      const { numberId, contactId } = cause;
      return deps.send({ workspaceId, numberId, contactId, reason: 'away', key, content: { type: 'text', text: { body } } });
    }),
  );
  return outcomes.filter((outcome) => outcome.kind === 'accepted').length;
}

type Plan = { cause: CauseRow; message: AwayMessage; hours: Hours; key: string };

function planAnswer(workspaceId: string, cause: CauseRow, facts: { rows: readonly AwayRow[]; book: HoursBook; now: Date }): Plan[] {
  const { rows, book, now } = facts;
  const message = (rows.find((row) => row.numberId === cause.numberId) ?? rows.find((row) => row.numberId === null))?.settings;
  if (message?.enabled !== true) return [];
  const hours = book.of(workspaceId, cause.numberId);
  // Nobody is told that nobody is there when somebody is by now.
  if (isOpenAt(hours, cause.occurredAt) || isOpenAt(hours, now)) return [];
  const pauseMs = message.min_hours_between * 3_600_000;
  const since = closedSince(hours, now);
  if (since !== null && since > cause.occurredAt) return []; // it came in an earlier closed time, with open hours in between
  const period = since === null ? `always.${Math.floor(now.getTime() / pauseMs)}` : since.toISOString();
  const key = `away:${toPublicId(ID_PREFIXES.conversation, cause.conversationId)}:${period}`;
  const isTooSoon = cause.lastAwayAt !== null && cause.lastAwayKey !== key && cause.lastAwayAt.getTime() > now.getTime() - pauseMs;
  return isTooSoon ? [] : [{ cause, message, hours, key }];
}

/** The durable reader that answers. A batch that comes again after a crash sends nothing twice. */
export function createAwayAnswers(
  deps: AwayDeps & { log: Log; notifications: Notifications; holder: string },
): EventConsumer & { name: string } {
  return {
    name: 'automatic_replies',
    ...createEventConsumer({
      db: deps.db,
      notifications: deps.notifications,
      clock: deps.clock,
      log: deps.log,
      holder: deps.holder,
      name: 'automatic_replies',
      handle: async ({ events, signal }) => {
        const created = events.filter((event) => event.type === 'message.created');
        for (const [workspaceId, own] of Map.groupBy(created, (event) => event.workspaceId)) {
          if (signal.aborted) throw new Error('stopped before the batch was done; it comes again');
          const ids = own.flatMap((event) => fromPublicId(ID_PREFIXES.message, event.data['message_id'] ?? '') ?? []);
          await answerWhenAway(deps, workspaceId, ids);
        }
      },
    }),
  };
}
