import { useVirtualizer, type Virtualizer } from '@tanstack/react-virtual';
import { useCallback, useEffect, useLayoutEffect, useRef, useState, type RefObject } from 'react';
import type { ThreadRow } from '../fns/thread-rows.ts';

const nearEndPx = 120;
const flashMs = 1800;

/** Height of the place above the oldest loaded row, in pixels: the spinner or the beginning of the conversation. */
export const headPx = 56;

const estimates: Readonly<Record<ThreadRow['kind'], number>> = { day: 40, unread: 40, system: 44, note: 92, entry: 30, message: 62 };

/** What ThreadView needs to show rows and to move among them. */
export interface ThreadScroll {
  scrollRef: RefObject<HTMLDivElement | null>;
  virtualizer: Virtualizer<HTMLDivElement, Element>;
  atEnd: boolean;
  handleScroll: () => void;
  toEnd: () => void;
  /** Shows the row and lets it light up for a moment. */
  toRow: (key: string) => boolean;
  flashKey: string | null;
}

/**
 * Scrolling of a thread: starts at the newest message or at `startKey`, stays at the end while it is there, and keeps the
 * place when older messages come in above. `live`: the newest message is among the rows.
 */
export function useThreadScroll(rows: readonly ThreadRow[], startKey: string | null, live: boolean): ThreadScroll {
  const scrollRef = useRef<HTMLDivElement>(null);
  const [atEnd, setAtEnd] = useState(true);
  const [flashKey, setFlashKey] = useState<string | null>(null);
  const started = useRef(false);
  const virtualizer = useVirtualizer<HTMLDivElement, Element>({
    count: rows.length,
    getScrollElement: () => scrollRef.current,
    estimateSize: (index) => estimates[rows[index]?.kind ?? 'message'],
    getItemKey: (index) => rows[index]?.key ?? index,
    // Begins where it will stand, so that the first rows drawn are those that stay.
    initialOffset: () => {
      const startIndex = rows.findIndex((row) => row.key === startKey);
      return rows.slice(0, startIndex === -1 ? undefined : startIndex).reduce((sum, row) => sum + estimates[row.kind], headPx);
    },
    overscan: 10,
    paddingStart: headPx,
    paddingEnd: 8,
    anchorTo: 'end',
    followOnAppend: live,
    scrollEndThreshold: nearEndPx,
  });

  useLayoutEffect(() => {
    if (started.current || rows.length === 0) return;
    started.current = true;
    const startIndex = startKey === null ? -1 : rows.findIndex((row) => row.key === startKey);
    if (startIndex === -1) virtualizer.scrollToEnd();
    else virtualizer.scrollToIndex(startIndex, { align: rows[startIndex]?.kind === 'message' ? 'center' : 'start' });
  }, [rows, startKey, virtualizer]);

  useEffect(() => {
    if (flashKey === null) return;
    const timer = setTimeout(() => setFlashKey(null), flashMs);
    return () => clearTimeout(timer);
  }, [flashKey]);

  // From the page itself: the virtualizer hears of a scroll after this part does.
  const handleScroll = useCallback(() => {
    const box = scrollRef.current;
    if (box) setAtEnd(box.scrollHeight - box.scrollTop - box.clientHeight <= nearEndPx);
  }, []);
  const totalPx = virtualizer.getTotalSize();
  useEffect(handleScroll, [handleScroll, totalPx]);

  return {
    scrollRef,
    virtualizer,
    atEnd,
    flashKey,
    handleScroll,
    toEnd: () => virtualizer.scrollToEnd(),
    toRow: (key) => {
      const index = rows.findIndex((row) => row.key === key);
      if (index === -1) return false;
      virtualizer.scrollToIndex(index, { align: 'center' });
      setFlashKey(key);
      return true;
    },
  };
}
