import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation, useQuery } from '@tanstack/react-query';
import { meQuery } from '#features/session';
import { accountApi } from '#lib/api.ts';
import { answerStepUp } from '#lib/step-up.ts';
import { Button } from '#ui/Button.tsx';
import { Dialog } from '#ui/Dialog.tsx';
import { ErrorBanner } from '#ui/ErrorBanner.tsx';
import { ErrorState } from '#ui/ErrorState.tsx';
import { Spinner } from '#ui/Spinner.tsx';
import { answerWithPasskey } from '../api/passkeys.ts';
import { FactorForm } from './FactorForm.tsx';

/** Asks for a factor before a dangerous act, over whatever page asked for it; the act goes on by itself. */
export function StepUpDialog() {
  const { t } = useLingui();
  const ways = useQuery({ queryKey: ['step-up'], queryFn: () => accountApi.auth.getStepUp(), staleTime: 0, gcTime: 0 });
  const me = useQuery(meQuery);
  const methods = ways.data?.methods ?? [];
  const own = methods.filter((method) => method !== 'single_sign_on');
  return (
    <Dialog
      open
      keepOpen
      size="sm"
      onOpenChange={() => answerStepUp(false)}
      title={t`Confirm that it is you`}
      description={t`What you are about to do matters. Then it goes on by itself; for ten minutes you are not asked again.`}
    >
      {ways.isPending ? (
        <div aria-busy className="flex h-24 items-center justify-center text-weak">
          <Spinner />
        </div>
      ) : ways.isError ? (
        <ErrorState error={ways.error} onRetry={() => void ways.refetch()} />
      ) : methods.includes('single_sign_on') ? (
        <CompanyStepUp />
      ) : (
        <FactorForm
          methods={own}
          email={me.data?.user.email}
          submitLabel={t`Confirm`}
          askPasskey={async () => answerWithPasskey(await accountApi.auth.askForStepUp())}
          onShow={async (factor) => {
            await accountApi.auth.stepUp(factor);
            answerStepUp(true);
          }}
        />
      )}
    </Dialog>
  );
}

/** The company's provider has to be visited, so the page is left; what was asked for is done again afterwards. */
function CompanyStepUp() {
  const begin = useMutation({
    mutationFn: async () => {
      const { pathname, search } = globalThis.location;
      const { url } = await accountApi.auth.beginStepUpBySingleSignOn({ next: `${pathname}${search}` });
      if (url !== null) globalThis.location.assign(url);
    },
  });
  return (
    <div className="flex flex-col gap-4">
      <ErrorBanner error={begin.error} />
      <p className="text-14 text-normal">
        <Trans>Your company confirms it. You leave this page for a moment and come back to it; then press the button once more.</Trans>
      </p>
      <Button variant="primary" size="lg" loading={begin.isPending} onClick={() => begin.mutate()}>
        <Trans>Go on at the company</Trans>
      </Button>
    </div>
  );
}
