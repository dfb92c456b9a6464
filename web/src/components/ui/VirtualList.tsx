import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, type KeyboardEvent, type ReactNode } from 'react';
import { cn } from '#lib/cn.ts';

/** Props of VirtualList. Rows may differ in height; `estimatePx` is the usual one. */
export interface VirtualListProps<Item> {
  label: string;
  items: readonly Item[];
  itemKey: (item: Item) => string;
  estimatePx: number;
  renderItem: (item: Item, index: number) => ReactNode;
  /** Called when the last rows come near, for loading the next page. */
  onNearEnd?: (() => void) | undefined;
  /** Row to keep in view, for example the one that is open. */
  activeIndex?: number | undefined;
  /** Stands after the last row: LoadMore. */
  footer?: ReactNode;
  className?: string | undefined;
}

const rowFocus = "a[href],button:not([disabled]),[tabindex='0']";

/**
 * A list of any length of which only the rows in view are in the page. Each row holds one link or button first;
 * arrow keys, Home and End move between them.
 */
export function VirtualList<Item>(props: VirtualListProps<Item>) {
  const { label, items, itemKey, estimatePx, renderItem, onNearEnd, activeIndex, footer, className } = props;
  const scrollRef = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: items.length,
    getScrollElement: () => scrollRef.current,
    estimateSize: () => estimatePx,
    getItemKey: (index) => {
      const item = items[index];
      return item === undefined ? index : itemKey(item);
    },
    overscan: 8,
  });
  const rows = virtualizer.getVirtualItems();
  const lastShown = rows.at(-1)?.index ?? -1;
  const nearEnd = items.length > 0 && lastShown >= items.length - 6;

  useEffect(() => {
    if (nearEnd) onNearEnd?.();
  }, [nearEnd, items.length, onNearEnd]);

  useEffect(() => {
    if (activeIndex !== undefined && activeIndex >= 0) virtualizer.scrollToIndex(activeIndex, { align: 'auto' });
  }, [activeIndex, virtualizer]);

  function focusRow(index: number): void {
    virtualizer.scrollToIndex(index, { align: 'auto' });
    // The row may only come into the page with the scroll.
    requestAnimationFrame(() => {
      const row = scrollRef.current?.querySelector(`[data-index="${index}"]`);
      row?.querySelector<HTMLElement>(rowFocus)?.focus({ preventScroll: true });
    });
  }

  function handleKeyDown(event: KeyboardEvent): void {
    if (!(event.target instanceof HTMLElement) || event.target.closest('input,textarea')) return;
    const row = event.target.closest('[data-index]');
    if (!row) return;
    const index = Number(row.getAttribute('data-index'));
    const next = { ArrowDown: index + 1, ArrowUp: index - 1, Home: 0, End: items.length - 1 }[event.key];
    if (next === undefined || next < 0 || next >= items.length) return;
    event.preventDefault();
    focusRow(next);
  }

  return (
    <div ref={scrollRef} className={cn('h-full overflow-y-auto', className)}>
      <div
        role="list"
        aria-label={label}
        onKeyDown={handleKeyDown}
        style={{ height: virtualizer.getTotalSize() }}
        className="relative w-full"
      >
        {rows.map((row) => {
          const item = items[row.index];
          return item === undefined ? null : (
            <div
              key={row.key}
              ref={virtualizer.measureElement}
              role="listitem"
              data-index={row.index}
              aria-setsize={items.length}
              aria-posinset={row.index + 1}
              style={{ transform: `translateY(${row.start}px)` }}
              className="absolute top-0 left-0 w-full"
            >
              {renderItem(item, row.index)}
            </div>
          );
        })}
      </div>
      {footer}
    </div>
  );
}
