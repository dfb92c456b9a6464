import { Trans } from '@lingui/react/macro';
import { CircleAlert, CloudCheck, LoaderCircle } from 'lucide-react';
import type { SaveState } from '../fns/draft-saver.ts';

/** Whether what was typed is safe, in two words. */
export function SavedState({ state }: { state: SaveState }) {
  return (
    <span role="status" className="inline-flex items-center gap-1.5 text-13 text-weak">
      {state === 'saved' ? (
        <>
          <CloudCheck aria-hidden className="size-4" />
          <Trans>Draft saved</Trans>
        </>
      ) : state === 'failed' || state === 'conflict' ? (
        <span className="inline-flex items-center gap-1.5 text-warn">
          <CircleAlert aria-hidden className="size-4" />
          <Trans>Not saved yet</Trans>
        </span>
      ) : (
        <>
          <LoaderCircle aria-hidden className="size-4 motion-safe:animate-spin" />
          <Trans>Saving…</Trans>
        </>
      )}
    </span>
  );
}
