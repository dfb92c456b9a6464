import { useLingui } from '@lingui/react/macro';
import { useVirtualizer } from '@tanstack/react-virtual';
import { ArrowDown, ArrowUp } from 'lucide-react';
import { useMemo, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { cn } from '#lib/cn.ts';
import { Checkbox } from './Checkbox.tsx';
import { nextOrder, sortRows, type SortValue, type TableOrder } from './table-order.ts';

/** One column. Without `sortValue` it cannot be sorted; `narrow` says whether it stays on a phone (default: yes). */
export interface DataColumn<Row> {
  id: string;
  header: ReactNode;
  /** Spoken name where `header` is empty, as over a column of buttons. */
  headerLabel?: string | undefined;
  cell: (row: Row) => ReactNode;
  sortValue?: ((row: Row) => SortValue) | undefined;
  align?: 'start' | 'end' | undefined;
  narrow?: boolean | undefined;
  /** Width in CSS, for example "8rem"; the rest is shared. */
  width?: string | undefined;
  /** Takes what is left and cuts its text instead of widening the table. One column at most. */
  grow?: boolean | undefined;
}

/** Props of DataTable. `onOpen` is what Enter or a press on the row does; `selected` turns on the check boxes. */
export interface DataTableProps<Row> {
  label: string;
  columns: readonly DataColumn<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  rowLabel: (row: Row) => string;
  onOpen?: ((row: Row) => void) | undefined;
  selected?: ReadonlySet<string> | undefined;
  onSelectedChange?: ((selected: ReadonlySet<string>) => void) | undefined;
  initialOrder?: TableOrder | undefined;
  /** Height after which the body scrolls below its head; without it the table is as long as its rows. */
  maxHeight?: string | undefined;
  footer?: ReactNode;
}

const virtualFrom = 200;

/**
 * A table with sorting, selection, a head that stays, and keys: up and down move between rows, Space selects, Enter opens.
 * Past 200 rows only those in view are in the page.
 */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { label, columns, rows, rowKey, rowLabel, onOpen, selected, onSelectedChange, initialOrder, maxHeight, footer } = props;
  const { t, i18n } = useLingui();
  const [order, setOrder] = useState<TableOrder | null>(initialOrder ?? null);
  const scrollRef = useRef<HTMLDivElement>(null);
  const sorted = useMemo(() => {
    const sortValue = columns.find((column) => column.id === order?.column)?.sortValue;
    return order && sortValue ? sortRows(rows, sortValue, order.direction, i18n.locale) : rows;
  }, [columns, rows, order, i18n.locale]);

  const virtual = sorted.length > virtualFrom;
  const virtualizer = useVirtualizer({
    count: virtual ? sorted.length : 0,
    getScrollElement: () => scrollRef.current,
    estimateSize: () => 44,
    overscan: 12,
  });
  const shown = virtual ? virtualizer.getVirtualItems().map((item) => item.index) : sorted.map((_, index) => index);
  const beforePx = virtual ? (virtualizer.getVirtualItems()[0]?.start ?? 0) : 0;
  const afterPx = virtual ? virtualizer.getTotalSize() - (virtualizer.getVirtualItems().at(-1)?.end ?? 0) : 0;
  const selectable = selected !== undefined && onSelectedChange !== undefined;
  const spanCount = columns.length + (selectable ? 1 : 0);

  function toggle(key: string): void {
    if (!selectable) return;
    const next = new Set(selected);
    if (!next.delete(key)) next.add(key);
    onSelectedChange(next);
  }

  function handleRowKeyDown(event: KeyboardEvent<HTMLTableRowElement>, row: Row, index: number): void {
    if (event.target !== event.currentTarget) return;
    if (event.key === 'Enter' && onOpen) onOpen(row);
    else if (event.key === ' ' && selectable) toggle(rowKey(row));
    else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      const next = index + (event.key === 'ArrowDown' ? 1 : -1);
      if (virtual) virtualizer.scrollToIndex(next, { align: 'auto' });
      scrollRef.current?.querySelector<HTMLElement>(`tr[data-index="${next}"]`)?.focus();
    } else return;
    event.preventDefault();
  }

  const allSelected = selectable && sorted.length > 0 && sorted.every((row) => selected.has(rowKey(row)));
  const headStyles =
    'sticky top-0 z-1 h-10 bg-surface-1 px-3 text-13 font-medium text-weak whitespace-nowrap first:pl-4 last:pr-4 sm:first:pl-5 sm:last:pr-5';
  return (
    <div
      ref={scrollRef}
      style={maxHeight || virtual ? { maxHeight: maxHeight ?? '36rem' } : undefined}
      className={cn('w-full rounded-card', maxHeight || virtual ? 'overflow-auto' : 'overflow-x-auto')}
    >
      <table aria-label={label} aria-rowcount={sorted.length + 1} className="w-full border-separate border-spacing-0 text-14 tabular-nums">
        <thead>
          <tr>
            {selectable ? (
              <th scope="col" className={cn(headStyles, 'w-10 border-b')}>
                <Checkbox
                  aria-label={t`Select all rows`}
                  checked={allSelected}
                  indeterminate={!allSelected && selected.size > 0}
                  onCheckedChange={(on) => onSelectedChange(on ? new Set(sorted.map(rowKey)) : new Set())}
                />
              </th>
            ) : null}
            {columns.map((column) => (
              <th
                key={column.id}
                scope="col"
                style={column.width ? { width: column.width } : undefined}
                aria-sort={column.sortValue ? (order?.column === column.id ? order.direction : 'none') : undefined}
                className={cn(
                  headStyles,
                  'border-b text-left',
                  column.align === 'end' && 'text-right',
                  column.narrow === false && 'max-sm:hidden',
                )}
              >
                {column.sortValue ? (
                  <button
                    type="button"
                    onClick={() => setOrder(nextOrder(order, column.id))}
                    className="group/head -mx-1.5 inline-flex items-center gap-1 rounded-[4px] px-1.5 py-1 hover:text-strong"
                  >
                    {column.header}
                    {order?.column === column.id && order.direction === 'descending' ? (
                      <ArrowDown aria-hidden className="size-3.5" />
                    ) : (
                      <ArrowUp
                        aria-hidden
                        className={cn(
                          'size-3.5',
                          order?.column !== column.id && 'opacity-0 group-hover/head:opacity-60 group-focus-visible/head:opacity-60',
                        )}
                      />
                    )}
                  </button>
                ) : (
                  (column.header ?? null)
                )}
                {column.headerLabel ? <span className="sr-only">{column.headerLabel}</span> : null}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {beforePx > 0 ? (
            <tr aria-hidden>
              <td colSpan={spanCount} style={{ height: beforePx }} />
            </tr>
          ) : null}
          {shown.map((index) => {
            const row = sorted[index];
            if (row === undefined) return null;
            const key = rowKey(row);
            const isSelected = selectable && selected.has(key);
            return (
              <tr
                key={key}
                data-index={index}
                aria-rowindex={index + 2}
                aria-selected={selectable ? isSelected : undefined}
                aria-label={onOpen ? rowLabel(row) : undefined}
                tabIndex={onOpen || selectable ? 0 : undefined}
                onKeyDown={(event) => handleRowKeyDown(event, row, index)}
                onClick={(event) => {
                  // A menu of the row is drawn elsewhere in the page, and React still tells the row of presses in it.
                  if (event.target instanceof Node && !event.currentTarget.contains(event.target)) return;
                  // The picture on a button is no HTMLElement.
                  if (event.target instanceof Element && event.target.closest('a,button,input,label')) return;
                  onOpen?.(row);
                }}
                className={cn(
                  'group/row -outline-offset-2',
                  onOpen && 'cursor-pointer',
                  isSelected ? 'bg-accent-soft' : 'hover:bg-surface-2',
                )}
              >
                {selectable ? (
                  <td className="h-11 w-10 border-b px-3 pl-4 group-last/row:border-b-0 sm:pl-5">
                    <Checkbox aria-label={t`Select: ${rowLabel(row)}`} checked={isSelected} onCheckedChange={() => toggle(key)} />
                  </td>
                ) : null}
                {columns.map((column) => (
                  <td
                    key={column.id}
                    className={cn(
                      'h-11 border-b px-3 py-1.5 group-last/row:border-b-0 first:pl-4 last:pr-4 sm:first:pl-5 sm:last:pr-5',
                      column.align === 'end' && 'text-right',
                      column.narrow === false && 'max-sm:hidden',
                      column.grow ? 'w-2/5 max-w-0 max-sm:w-full' : 'sm:whitespace-nowrap',
                    )}
                  >
                    {column.cell(row)}
                  </td>
                ))}
              </tr>
            );
          })}
          {afterPx > 0 ? (
            <tr aria-hidden>
              <td colSpan={spanCount} style={{ height: afterPx }} />
            </tr>
          ) : null}
        </tbody>
      </table>
      {footer}
    </div>
  );
}
