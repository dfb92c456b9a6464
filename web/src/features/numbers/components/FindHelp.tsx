import { Trans } from '@lingui/react/macro';
import type { ReactNode } from 'react';

/** "Where do I find this?" under a field: the way to it, step by step, folded. */
export function FindHelp({ children }: { children: ReactNode }) {
  return (
    <details>
      <summary className="inline-flex min-h-6 items-center text-13 text-accent-text underline-offset-3 hover:underline">
        <Trans>Where do I find it?</Trans>
      </summary>
      <p className="mt-0.5 mb-1 rounded-control bg-surface-2 px-2.5 py-2 text-13 text-normal">{children}</p>
    </details>
  );
}
