import { Trans, useLingui } from '@lingui/react/macro';
import { CloudDownload, FileX, RotateCw } from 'lucide-react';
import type { ReactNode } from 'react';
import { errorSentence } from '#lib/present-error.ts';
import { Button } from '#ui/Button.tsx';
import type { MediaState } from '../api/media.ts';

/** The place of a file that cannot be seen yet or any more, in words. */
export function MediaPlaceholder({ icon, children }: { icon: ReactNode; children: ReactNode }) {
  return (
    <div className="flex min-h-20 w-60 max-w-full items-center gap-3 rounded-card bg-surface-3/60 px-3 py-3 text-13 text-normal [&_svg]:size-5 [&_svg]:shrink-0">
      {icon}
      <div className="min-w-0">{children}</div>
    </div>
  );
}

/** Says that a file is being fetched from WhatsApp. */
export function MediaPending() {
  return (
    <MediaPlaceholder icon={<CloudDownload aria-hidden />}>
      <Trans>The file is still coming from WhatsApp.</Trans>
    </MediaPlaceholder>
  );
}

/** Says that a file is gone. */
export function MediaGone() {
  return (
    <MediaPlaceholder icon={<FileX aria-hidden />}>
      <Trans>The file is no longer there: it could not be fetched in time, or it was deleted.</Trans>
    </MediaPlaceholder>
  );
}

/** Says why a file did not load, with another try. */
export function MediaFailed({ state }: { state: Extract<MediaState, { kind: 'failed' }> }) {
  const { i18n } = useLingui();
  return (
    <MediaPlaceholder icon={<FileX aria-hidden />}>
      <p>{errorSentence(state.error, i18n)}</p>
      <Button size="sm" className="mt-2" icon={<RotateCw aria-hidden />} onClick={state.retry}>
        <Trans>Try again</Trans>
      </Button>
    </MediaPlaceholder>
  );
}
