import { useState } from 'react';

/** Which rows are chosen for a bulk action. */
export interface Selection {
  ids: ReadonlySet<string>;
  /** All that match the filter, beyond what is loaded. */
  everything: boolean;
  toggle: (id: string) => void;
  /** From the row chosen last to this one. */
  extend: (id: string, orderedIds: readonly string[]) => void;
  chooseLoaded: (ids: readonly string[]) => void;
  chooseEverything: () => void;
  clear: () => void;
}

interface State {
  key: string;
  ids: ReadonlySet<string>;
  lastId: string | null;
  everything: boolean;
}

/** The rows chosen in the list that `resetKey` names; another list begins with none. */
export function useSelection(resetKey: string): Selection {
  const nothing: State = { key: resetKey, ids: new Set(), lastId: null, everything: false };
  const [kept, setState] = useState<State>(nothing);
  const state = kept.key === resetKey ? kept : nothing;
  const put = (ids: ReadonlySet<string>, lastId: string | null): void => setState({ key: resetKey, ids, lastId, everything: false });
  return {
    ids: state.ids,
    everything: state.everything,
    toggle: (id) => {
      const ids = new Set(state.ids);
      if (!ids.delete(id)) ids.add(id);
      put(ids, id);
    },
    extend: (id, orderedIds) => {
      const from = orderedIds.indexOf(state.lastId ?? id);
      const to = orderedIds.indexOf(id);
      const [start, end] = from < to ? [from, to] : [to, from];
      put(new Set([...state.ids, ...orderedIds.slice(Math.max(0, start), end + 1)]), id);
    },
    chooseLoaded: (ids) => put(new Set(ids), state.lastId),
    chooseEverything: () => setState({ ...state, everything: true }),
    clear: () => setState(nothing),
  };
}
