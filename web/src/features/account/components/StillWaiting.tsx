import { Trans } from '@lingui/react/macro';
import { useEffect, useState } from 'react';

/** After this long somebody who waits is told that the page still does. */
const usualMs = 4_000;

/** Says, under a button that turns, that waiting takes longer than usual and that nothing needs to be pressed again. */
export function StillWaiting({ pending }: { pending: boolean }) {
  return (
    <p role="status" className="-mt-1 text-13 text-weak empty:hidden">
      {pending ? <AfterAWhile /> : null}
    </p>
  );
}

function AfterAWhile() {
  const [isLong, setLong] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLong(true), usualMs);
    return () => clearTimeout(timer);
  }, []);
  if (!isLong) return null;
  return (
    <Trans>
      This takes longer than usual: the server is busy, or your connection is slow. It goes on by itself; there is no need to press again.
    </Trans>
  );
}
