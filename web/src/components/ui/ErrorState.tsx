import { Trans, useLingui } from '@lingui/react/macro';
import { CircleAlert } from 'lucide-react';
import { cn } from '#lib/cn.ts';
import { presentError } from '#lib/present-error.ts';
import { Button } from './Button.tsx';

/** Props of ErrorState and ErrorBanner: whatever was thrown, and how to try again where that helps. */
export interface ErrorStateProps {
  error: unknown;
  onRetry?: (() => void) | undefined;
  className?: string | undefined;
}

function Details({ error }: { error: unknown }) {
  const { i18n } = useLingui();
  const shown = presentError(error, i18n);
  return (
    <details className="mt-3 text-13 text-weak">
      <summary className="inline-flex min-h-6 items-center rounded-control px-1 hover:text-strong">
        <Trans>Details</Trans>
      </summary>
      <p className="mt-1 font-mono wrap-anywhere select-all">
        {shown.code}
        {shown.requestId ? ` · ${shown.requestId}` : null}
      </p>
    </details>
  );
}

/** What stands in place of content that could not be loaded. */
export function ErrorState({ error, onRetry, className }: ErrorStateProps) {
  const { i18n } = useLingui();
  const shown = presentError(error, i18n);
  return (
    <div role="alert" className={cn('mx-auto flex max-w-105 flex-col items-center px-6 py-12 text-center', className)}>
      <div aria-hidden className="mb-4 flex size-14 items-center justify-center rounded-full bg-bad-soft text-bad">
        <CircleAlert className="size-6" />
      </div>
      <p className="text-16 font-semibold text-balance text-strong">{shown.title}</p>
      <p className="mt-1 text-14 text-pretty text-weak">{shown.detail ?? shown.text}</p>
      {onRetry ? (
        <Button className="mt-5" onClick={onRetry}>
          <Trans>Try again</Trans>
        </Button>
      ) : null}
      <Details error={error} />
    </div>
  );
}
