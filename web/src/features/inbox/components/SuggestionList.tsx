import type { ReactNode } from 'react';
import { cn } from '#lib/cn.ts';
import { popupItemStyles, popupStyles } from '#ui/popup-styles.ts';

/** One thing that can be put into a text. */
export interface Suggestion {
  id: string;
  label: string;
  hint?: string | undefined;
  icon?: ReactNode;
}

/** Props of SuggestionList. `id` is named by the box's `aria-controls`, the chosen row by its `aria-activedescendant`. */
export interface SuggestionListProps {
  id: string;
  label: string;
  items: readonly Suggestion[];
  activeIndex: number;
  onChoose: (id: string) => void;
  onHover: (index: number) => void;
  emptyText: ReactNode;
}

/** Id of a row of a SuggestionList. */
export function suggestionId(listId: string, index: number): string {
  return `${listId}-${index}`;
}

/** What fits the word being typed, above the box. The focus stays in the box: arrows move, Enter or Tab takes. */
export function SuggestionList({ id, label, items, activeIndex, onChoose, onHover, emptyText }: SuggestionListProps) {
  return (
    <div className={cn(popupStyles, 'absolute inset-x-0 bottom-full z-20 mb-1.5 max-h-64 overflow-y-auto p-1')}>
      {items.length === 0 ? <p className="px-2 py-1.5 text-13 text-weak">{emptyText}</p> : null}
      <ul id={id} role="listbox" aria-label={label}>
        {items.map((item, index) => (
          // oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- the box has the keys
          <li
            key={item.id}
            id={suggestionId(id, index)}
            role="option"
            aria-selected={index === activeIndex}
            data-highlighted={index === activeIndex ? '' : undefined}
            className={popupItemStyles}
            // The press must not take the focus from the box.
            onMouseDown={(event) => event.preventDefault()}
            onMouseMove={() => onHover(index)}
            onClick={() => onChoose(item.id)}
          >
            {item.icon}
            <span className="shrink-0 font-medium text-strong">{item.label}</span>
            {item.hint ? <span className="min-w-0 flex-1 truncate text-13 text-weak">{item.hint}</span> : null}
          </li>
        ))}
      </ul>
    </div>
  );
}
