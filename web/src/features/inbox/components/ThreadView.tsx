import type { Message } from '@kabar/contract';
import { plural } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { ArrowDown } from 'lucide-react';
import { useEffect, useEffectEvent, useState, type ReactNode } from 'react';
import { Button } from '#ui/Button.tsx';
import { DateSeparator } from '#ui/DateSeparator.tsx';
import { Spinner } from '#ui/Spinner.tsx';
import type { Thread } from '../api/queries.ts';
import { messageLine } from '../fns/preview-line.ts';
import type { ThreadRow } from '../fns/thread-rows.ts';
import { ConsentDoubtCard } from './ConsentDoubtCard.tsx';
import { EntryLine } from './EntryLine.tsx';
import { MessageBubble } from './MessageBubble.tsx';
import { NoteBubble } from './notes/NoteBubble.tsx';
import { SystemLine } from './SystemLine.tsx';
import { headPx, useThreadScroll } from './use-thread-scroll.ts';

/** How near to its beginning older messages are loaded, in pixels. */
const nearTopPx = 900;

/** Props of ThreadView. `target` is the message to show; `targetTurn` changes with every wish to see it. */
export interface ThreadViewProps {
  label: string;
  thread: Thread;
  messages: readonly Message[];
  rows: readonly ThreadRow[];
  startKey: string | null;
  target: { key: string; turn: number } | null;
  onBackToNewest: () => void;
  onAtEndChange: (atEnd: boolean) => void;
}

function Head({ thread }: { thread: Thread }) {
  let content: ReactNode = null;
  if (thread.olderError) {
    content = (
      <Button size="sm" onClick={thread.loadOlder}>
        <Trans>Older messages did not load. Try again</Trans>
      </Button>
    );
  } else if (thread.hasOlder) content = <Spinner className="text-weak" />;
  else content = <p className="text-12 text-weak">{<Trans>This is where the conversation begins.</Trans>}</p>;
  return (
    <div style={{ height: headPx }} className="absolute inset-x-0 top-0 flex items-center justify-center">
      {content}
    </div>
  );
}

function UnreadLine({ count }: { count: number }) {
  const { t } = useLingui();
  return (
    <div role="separator" className="flex items-center gap-3 px-4 py-2.5">
      <span className="h-px flex-1 bg-accent/40" />
      <span className="text-12 font-semibold text-accent-text">
        {t`${plural(count, { one: '# unread message', other: '# unread messages' })}`}
      </span>
      <span className="h-px flex-1 bg-accent/40" />
    </div>
  );
}

function Row({ row, flash }: { row: ThreadRow; flash: boolean }) {
  switch (row.kind) {
    case 'day':
      return <DateSeparator at={row.at} />;
    case 'unread':
      return <UnreadLine count={row.count} />;
    case 'system':
      return <SystemLine message={row.message} />;
    case 'note':
      return <NoteBubble entry={row.entry} />;
    case 'entry':
      return row.entry.kind === 'consent_doubt' ? <ConsentDoubtCard entry={row.entry} /> : <EntryLine entry={row.entry} />;
    case 'message':
      return <MessageBubble message={row.message} first={row.first} last={row.last} flash={flash} />;
  }
}

/** Says new messages of the customer to screen readers while the thread is open. */
function Announcer({ messages }: { messages: readonly Message[] }) {
  const { t, i18n } = useLingui();
  const newest = messages.findLast((message) => message.direction === 'in');
  const [firstId] = useState(newest?.id ?? null);
  const line = newest && newest.id !== firstId ? messageLine(newest, i18n) : null;
  return (
    <div role="status" className="sr-only">
      {line === null ? null : t`New message: ${line}`}
    </div>
  );
}

/** The messages of a conversation, newest at the bottom; only the rows in view are in the page. */
export function ThreadView({ label, thread, messages, rows, startKey, target, onBackToNewest, onAtEndChange }: ThreadViewProps) {
  const { t } = useLingui();
  const { scrollRef, virtualizer, atEnd, flashKey, handleScroll, toEnd, toRow } = useThreadScroll(
    rows,
    target?.key ?? startKey,
    thread.live,
  );
  const items = virtualizer.getVirtualItems();
  const firstShown = items[0]?.index ?? 0;
  const lastShown = items.at(-1)?.index ?? 0;
  const newestId = messages.at(-1)?.id ?? null;
  const [seenId, setSeenId] = useState(newestId);
  if (atEnd && thread.live && seenId !== newestId) setSeenId(newestId);
  const seenIndex = messages.findIndex((message) => message.id === seenId);
  const newCount = seenIndex === -1 ? 0 : messages.slice(seenIndex + 1).filter((message) => message.direction === 'in').length;

  const loadAround = useEffectEvent(() => {
    // Before the first scroll to its place the thread stands at its top, which nobody has asked for.
    const isNearTop = (scrollRef.current?.scrollTop ?? 0) < nearTopPx;
    if (isNearTop && thread.hasOlder && !thread.loadingOlder && !thread.olderError) thread.loadOlder();
    if (lastShown > rows.length - 12 && thread.hasNewer) thread.loadNewer();
  });
  useEffect(() => loadAround(), [firstShown, lastShown, rows.length]);

  // What one sends oneself is always shown.
  const followOwn = useEffectEvent(() => {
    const newest = messages.at(-1);
    if (newest && newest.id === newest.client_ref) toEnd();
  });
  useEffect(() => followOwn(), [newestId]);

  const reportEnd = useEffectEvent(() => onAtEndChange(atEnd && thread.live));
  useEffect(() => reportEnd(), [atEnd, thread.live]);

  const showTarget = useEffectEvent(() => {
    if (target) toRow(target.key);
  });
  useEffect(() => showTarget(), [target?.key, target?.turn]);

  const handleNewest = (): void => {
    if (thread.live) toEnd();
    else onBackToNewest();
  };

  return (
    <div className="relative min-h-0 flex-1">
      <div
        ref={scrollRef}
        role="log"
        aria-live="off"
        aria-label={label}
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a part that scrolls must be reachable by keyboard
        tabIndex={0}
        onScroll={handleScroll}
        className="h-full overflow-y-auto overscroll-contain -outline-offset-2 [overflow-anchor:none]"
      >
        <div className="mx-auto flex min-h-full max-w-186 flex-col justify-end">
          <div style={{ height: virtualizer.getTotalSize() }} className="relative w-full shrink-0">
            <Head thread={thread} />
            {items.map((item) => {
              const row = rows[item.index];
              return row === undefined ? null : (
                <div
                  key={item.key}
                  ref={virtualizer.measureElement}
                  data-index={item.index}
                  style={{ transform: `translateY(${item.start}px)` }}
                  className="absolute top-0 left-0 w-full"
                >
                  <Row row={row} flash={row.key === flashKey} />
                </div>
              );
            })}
          </div>
        </div>
      </div>
      {!atEnd || !thread.live ? (
        <button
          type="button"
          onClick={handleNewest}
          className="absolute right-4 bottom-3 flex h-9 items-center gap-2 rounded-full bg-popup px-3 text-13 font-medium text-strong shadow-popup hover:bg-popup-hover"
        >
          {newCount > 0 ? t`${plural(newCount, { one: '# new message', other: '# new messages' })}` : t`To the newest`}
          <ArrowDown aria-hidden className="size-4" />
        </button>
      ) : null}
      <Announcer messages={messages} />
    </div>
  );
}
