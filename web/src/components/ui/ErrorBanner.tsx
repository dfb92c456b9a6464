import { Trans, useLingui } from '@lingui/react/macro';
import { presentError } from '#lib/present-error.ts';
import { useSignedOut } from '#lib/signed-out.ts';
import { Banner } from './Banner.tsx';
import type { ErrorStateProps } from './ErrorState.tsx';

/** Why a form or an action did not work, above what was typed. Draws nothing while `error` is null. */
export function ErrorBanner({ error, onRetry, className }: ErrorStateProps) {
  const { i18n } = useLingui();
  const signedOut = useSignedOut();
  if (error === null || error === undefined) return null;
  const shown = presentError(error, i18n);
  // Over as soon as the session is back.
  if (shown.code === 'unauthenticated' && !signedOut) return null;
  return (
    <Banner
      tone="bad"
      title={shown.title}
      className={className}
      action={
        onRetry ? (
          <button type="button" onClick={onRetry} className="touch-target rounded-control px-1 font-semibold underline underline-offset-2">
            <Trans>Try again</Trans>
          </button>
        ) : undefined
      }
    >
      <p>{shown.text}</p>
      {shown.detail ? (
        <p className="mt-1">
          <Trans>Details: {shown.detail}</Trans>
        </p>
      ) : null}
      {shown.traceable && shown.requestId ? (
        <p className="mt-1 font-mono text-12">
          {shown.code} · {shown.requestId}
        </p>
      ) : null}
    </Banner>
  );
}
