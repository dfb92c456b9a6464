import { Trans } from '@lingui/react/macro';
import { CloudOff } from 'lucide-react';
import { useSyncExternalStore } from 'react';
import type { LiveState } from '#lib/live-updates.ts';
import { Spinner } from '#ui/Spinner.tsx';

function subscribeOnline(listener: () => void): () => void {
  addEventListener('online', listener);
  addEventListener('offline', listener);
  return () => {
    removeEventListener('online', listener);
    removeEventListener('offline', listener);
  };
}

/** Says that the page is cut off, what still works, and that it mends itself. Nothing while all is well. */
export function ConnectionBanner({ state }: { state: LiveState }) {
  const online = useSyncExternalStore(subscribeOnline, () => navigator.onLine);
  const lost = !online || state === 'lost';
  return (
    <div role="status">
      {lost ? (
        <div className="flex items-center justify-center gap-2.5 bg-warn-soft px-4 py-1.5 text-13 font-medium text-warn">
          {online ? <Spinner className="size-3.5" /> : <CloudOff aria-hidden className="size-4" />}
          {online ? (
            <Trans>Connecting again … What you see may be a little old; nothing is lost.</Trans>
          ) : (
            <Trans>You are offline. What you see may be old; it catches up by itself when the network is back.</Trans>
          )}
        </div>
      ) : null}
    </div>
  );
}
