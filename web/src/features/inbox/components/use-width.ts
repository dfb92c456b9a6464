import { useSyncExternalStore } from 'react';

/** How much room there is: one pane, two, or three beside each other. */
export type Width = 'phone' | 'normal' | 'wide';

const phone = matchMedia('(max-width: 767px)');
const wide = matchMedia('(min-width: 1280px)');

function subscribe(listener: () => void): () => void {
  phone.addEventListener('change', listener);
  wide.addEventListener('change', listener);
  return () => {
    phone.removeEventListener('change', listener);
    wide.removeEventListener('change', listener);
  };
}

/** The room for panes, kept up to date. */
export function useWidth(): Width {
  return useSyncExternalStore(subscribe, () => (phone.matches ? 'phone' : wide.matches ? 'wide' : 'normal'));
}
