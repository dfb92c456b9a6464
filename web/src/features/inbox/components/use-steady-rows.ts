import type { Conversation } from '@kabar/contract';
import { useEffect, useRef, useState } from 'react';
import { steadyOrder, type SteadyOrder } from '../fns/steady-order.ts';

const restMs = 3000;

/** What the list needs to hold still while somebody points at it or walks through it. */
export interface SteadyRows extends SteadyOrder<Conversation> {
  /** Call on every movement over the list and on every step with the keyboard. */
  touch: () => void;
  /** Call when the pointer leaves. */
  release: () => void;
  /** Call with the scroll position in pixels. */
  scrolled: (topPx: number) => void;
}

/**
 * Keeps rows where they are while the pointer moves over them, for three seconds after, and while the list is scrolled
 * away from its top. `resetKey` names the filter: another filter starts anew.
 */
export function useSteadyRows(sorted: readonly Conversation[], resetKey: string): SteadyRows {
  const [touched, setTouched] = useState(false);
  const [away, setAway] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const [shown, setShown] = useState<{ key: string; ids: string[] }>({ key: resetKey, ids: [] });
  useEffect(() => () => clearTimeout(timer.current), []);

  const frozen = (touched || away) && shown.key === resetKey;
  const order = steadyOrder(sorted, shown.ids, (row) => row.id, frozen);
  const ids = order.rows.map((row) => row.id);
  if (shown.key !== resetKey || ids.length !== shown.ids.length || ids.some((id, index) => id !== shown.ids[index])) {
    setShown({ key: resetKey, ids });
  }
  return {
    ...order,
    touch: () => {
      setTouched(true);
      clearTimeout(timer.current);
      timer.current = setTimeout(() => setTouched(false), restMs);
    },
    release: () => {
      clearTimeout(timer.current);
      setTouched(false);
    },
    scrolled: (topPx) => setAway(topPx > 24),
  };
}
