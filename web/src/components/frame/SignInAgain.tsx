import { useLingui } from '@lingui/react/macro';
import { lazy, Suspense } from 'react';
import { useSignedOut } from '#lib/signed-out.ts';

const SignInAgainDialog = lazy(async () => ({ default: (await import('./SignInAgainDialog.tsx')).SignInAgainDialog }));

/** Asks for the password again when the session has ended, above a page that keeps everything. */
export function SignInAgain() {
  const signedOut = useSignedOut();
  const { t } = useLingui();
  if (!signedOut) return null;
  return (
    <Suspense fallback={<span className="sr-only">{t`You are signed out`}</span>}>
      <SignInAgainDialog />
    </Suspense>
  );
}
