import { useId, useState, type KeyboardEvent } from 'react';
import { suggestionId, type Suggestion } from './SuggestionList.tsx';

/** Keys and names of a box with suggestions. */
export interface Suggestions {
  listId: string;
  activeIndex: number;
  setActiveIndex: (index: number) => void;
  /** Takes the keys that belong to the list; true when it did. */
  handleKey: (event: KeyboardEvent) => boolean;
  /** For the box. */
  boxProps: {
    'aria-controls': string | undefined;
    'aria-expanded': boolean | undefined;
    'aria-activedescendant': string | undefined;
    role: 'combobox' | undefined;
    'aria-autocomplete': 'list' | undefined;
  };
}

/** Walks through suggestions while the focus stays in the box. `word` names what is typed: another word begins at the top. */
export function useSuggestions(
  word: string | null,
  items: readonly Suggestion[],
  onChoose: (id: string) => void,
  onClose: () => void,
): Suggestions {
  const listId = useId();
  const [place, setPlace] = useState<{ word: string | null; index: number }>({ word: null, index: 0 });
  const open = word !== null;
  const index = place.word === word ? Math.min(place.index, Math.max(0, items.length - 1)) : 0;
  const chosen = items[index];
  return {
    listId,
    activeIndex: index,
    setActiveIndex: (next) => setPlace({ word, index: next }),
    handleKey: (event) => {
      if (!open) return false;
      if (event.key === 'Escape') {
        event.preventDefault();
        event.stopPropagation();
        onClose();
        return true;
      }
      if (items.length === 0) return false;
      if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
        event.preventDefault();
        const by = event.key === 'ArrowDown' ? 1 : -1;
        setPlace({ word, index: (index + by + items.length) % items.length });
        return true;
      }
      if ((event.key === 'Enter' && !event.shiftKey) || event.key === 'Tab') {
        if (!chosen) return false;
        event.preventDefault();
        onChoose(chosen.id);
        return true;
      }
      return false;
    },
    boxProps: {
      role: open ? 'combobox' : undefined,
      'aria-autocomplete': open ? 'list' : undefined,
      'aria-controls': open ? listId : undefined,
      'aria-expanded': open ? true : undefined,
      'aria-activedescendant': open && chosen ? suggestionId(listId, index) : undefined,
    },
  };
}
