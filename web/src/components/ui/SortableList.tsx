import { useLingui } from '@lingui/react/macro';
import { GripVertical } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { cn } from '#lib/cn.ts';
import { moveItem } from '#lib/move-item.ts';
import { ReorderButtons } from './ReorderButtons.tsx';

/** Props of SortableList. `nameOf` is what a row is called, e.g. to screen readers. */
export interface SortableListProps<Item> {
  label: string;
  items: readonly Item[];
  idOf: (item: Item) => string;
  nameOf: (item: Item) => string;
  onOrderChange: (items: Item[]) => void;
  children: (item: Item, index: number) => ReactNode;
}

/** Rows whose order somebody decides: dragged by their handle, or moved by buttons with keyboard and touch. */
export function SortableList<Item>({ label, items, idOf, nameOf, onOrderChange, children }: SortableListProps<Item>) {
  const { t } = useLingui();
  const [dragged, setDragged] = useState<number | null>(null);
  const [over, setOver] = useState<number | null>(null);
  const [said, setSaid] = useState('');

  function move(from: number, to: number): void {
    const item = items[from];
    if (item === undefined || from === to) return;
    onOrderChange(moveItem(items, from, to));
    const name = nameOf(item);
    const place = to + 1;
    setSaid(t`${name} is now at place ${place}.`);
  }

  return (
    <>
      <ol aria-label={label} className="divide-y divide-line border-t border-line">
        {items.map((item, index) => (
          <li
            key={idOf(item)}
            onDragOver={(event) => {
              if (dragged === null) return;
              event.preventDefault();
              setOver(index);
            }}
            onDrop={(event) => {
              event.preventDefault();
              if (dragged !== null) move(dragged, index);
              setDragged(null);
              setOver(null);
            }}
            className={cn(
              'flex items-center gap-2 py-2 pr-3 pl-1.5 sm:pr-4',
              dragged === index && 'opacity-50',
              over === index &&
                dragged !== null &&
                dragged !== index &&
                (dragged < index ? 'shadow-[inset_0_-2px_0_var(--accent)]' : 'shadow-[inset_0_2px_0_var(--accent)]'),
            )}
          >
            <span
              aria-hidden
              draggable
              onDragStart={(event) => {
                setDragged(index);
                event.dataTransfer.effectAllowed = 'move';
                const row = event.currentTarget.parentElement;
                if (row) event.dataTransfer.setDragImage(row, 12, 20);
              }}
              onDragEnd={() => {
                setDragged(null);
                setOver(null);
              }}
              className="flex size-7 shrink-0 cursor-grab items-center justify-center rounded-control text-weak hover:bg-surface-3 hover:text-strong active:cursor-grabbing max-sm:hidden"
            >
              <GripVertical className="size-4" />
            </span>
            <div className="flex min-w-0 flex-1 items-center gap-3 max-sm:pl-2.5">{children(item, index)}</div>
            <span className="flex shrink-0 items-center">
              <ReorderButtons name={nameOf(item)} index={index} count={items.length} onMove={(to) => move(index, to)} />
            </span>
          </li>
        ))}
      </ol>
      <p role="status" className="sr-only">
        {said}
      </p>
    </>
  );
}
