import { Trans, useLingui } from '@lingui/react/macro';
import { Link, useRouterState } from '@tanstack/react-router';
import { useState } from 'react';
import { Button } from '#ui/Button.tsx';
import { ErrorBanner } from '#ui/ErrorBanner.tsx';
import { useBrowserChoice, useSetBrowserChoice } from '../api/queries.ts';

/**
 * The question about usage statistics. Only where there is something to ask: never without statistics, never again after a
 * choice, never against a signal of the browser, never on pages for customers, which are not counted.
 */
export function CookieBanner() {
  const { t } = useLingui();
  const choice = useBrowserChoice();
  const choose = useSetBrowserChoice();
  const path = useRouterState({ select: (state) => state.location.pathname });
  // A browser that keeps no cookies would be asked for ever: its press is taken as an answer for as long as the page is open.
  const [pressed, setPressed] = useState(false);
  const isElsewhere = path.startsWith('/p/') || path === '/cookies';
  if (isElsewhere || pressed || choice.data?.asks !== true || choice.data.statistics !== 'undecided') return null;

  function handleChoice(statistics: boolean): void {
    choose.mutate(statistics, { onSuccess: () => setPressed(true) });
  }

  return (
    <section
      aria-label={t`Usage statistics`}
      className="fixed inset-x-3 bottom-3 z-40 flex flex-col gap-3 rounded-card bg-popup p-4 shadow-popup max-md:bottom-18 sm:left-auto sm:w-100"
    >
      <p className="text-13 text-pretty text-normal">
        <strong className="block text-14 font-semibold text-strong">
          <Trans>May we count how this page is used?</Trans>
        </strong>
        <Trans>
          Only which pages and features browsers open, without your name, your workspace or your address. Nothing goes to anybody else. You
          can change your mind at any time.
        </Trans>{' '}
        <Link to="/cookies" className="text-accent-text underline underline-offset-3">
          <Trans>What is kept in this browser</Trans>
        </Link>
      </p>
      <ErrorBanner error={choose.error} />
      {/* Equally large and equally loud, one press each. */}
      <div className="grid grid-cols-2 gap-2">
        <Button size="lg" loading={choose.isPending && !choose.variables} disabled={choose.isPending} onClick={() => handleChoice(false)}>
          <Trans>Refuse</Trans>
        </Button>
        <Button size="lg" loading={choose.isPending && choose.variables} disabled={choose.isPending} onClick={() => handleChoice(true)}>
          <Trans>Allow</Trans>
        </Button>
      </div>
    </section>
  );
}
