import { BROWSER_ENTRIES, type BrowserCategory, type BrowserEntry } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import { PublicLayout } from '#frame/PublicLayout.tsx';
import { useFormat } from '#lib/use-format.ts';
import { Banner } from '#ui/Banner.tsx';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { ErrorBanner } from '#ui/ErrorBanner.tsx';
import { ErrorState } from '#ui/ErrorState.tsx';
import { Skeleton } from '#ui/Skeleton.tsx';
import { useBrowserChoice, useSetBrowserChoice } from '../api/queries.ts';
import { BlockedCookiesBanner } from '../components/BlockedCookiesBanner.tsx';
import { useDurationWords } from '../components/use-duration-words.ts';

/** `/cookies`: what is kept in this browser and why, and the one choice there is. */
export function CookiesPage() {
  const { t } = useLingui();
  const choice = useBrowserChoice();
  return (
    <PublicLayout
      title={t`Cookies and what is kept in this browser`}
      description={
        <Trans>Everything this site keeps in your browser, and what you can choose. Every request goes to this site alone.</Trans>
      }
    >
      <BlockedCookiesBanner />
      <Card
        title={<Trans>Usage statistics</Trans>}
        description={
          <Trans>
            In how many browsers pages and features of the dashboard are used. No name, no workspace, no address, no time of day; figures of
            fewer than ten browsers are never shown to anybody.
          </Trans>
        }
      >
        {choice.isPending ? (
          <Skeleton className="h-16" />
        ) : choice.data ? (
          <ChoiceForm choice={choice.data} />
        ) : (
          <ErrorState error={choice.error} onRetry={() => void choice.refetch()} />
        )}
      </Card>
      <EntryList
        category="essential"
        title={<Trans>Needed for what you ask for</Trans>}
        description={<Trans>Without these something you use would not work, so there is nothing to choose.</Trans>}
      />
      <EntryList
        category="statistics"
        title={<Trans>Only after you allowed it</Trans>}
        description={<Trans>Nothing here before you pressed Allow; removed when you refuse.</Trans>}
      />
      <Card title={<Trans>In your browser</Trans>}>
        <p className="text-14 text-pretty text-normal">
          <Trans>
            You can remove all of it at any time in the settings of your browser. You are then signed out, and texts that were not sent or
            saved yet are lost.
          </Trans>
        </p>
      </Card>
    </PublicLayout>
  );
}

function ChoiceForm({ choice }: { choice: NonNullable<ReturnType<typeof useBrowserChoice>['data']> }) {
  const { t } = useLingui();
  const format = useFormat();
  const choose = useSetBrowserChoice();
  if (!choice.asks) {
    return (
      <Banner tone="good" title={<Trans>There is nothing to choose</Trans>}>
        <Trans>Whoever runs this site counts nothing, so only what is needed is kept.</Trans>
      </Banner>
    );
  }
  if (choice.refused_by_signal) {
    return (
      <Banner tone="good" title={<Trans>Your browser has refused for you</Trans>}>
        <Trans>
          It sends Global Privacy Control or Do Not Track. That counts as a no: nothing is counted and you are not asked. To allow it, turn
          the signal off in your browser.
        </Trans>
      </Banner>
    );
  }
  const at = choice.decided_at === null ? null : format.dateTime(choice.decided_at);
  const notKept = choose.isSuccess && choice.statistics === 'undecided';
  return (
    <div className="flex flex-col gap-3">
      <ErrorBanner error={choose.error} />
      {notKept ? (
        <Banner tone="warn" title={<Trans>Your browser did not keep the choice</Trans>}>
          <Trans>It blocks cookies. Nothing is counted, and nothing more is needed from you.</Trans>
        </Banner>
      ) : null}
      <p role="status" className="text-14 text-strong">
        {choice.statistics === 'allowed' ? (
          <Trans>You allowed it on {at}.</Trans>
        ) : choice.statistics === 'refused' ? (
          <Trans>You refused on {at}. Nothing is counted.</Trans>
        ) : (
          <Trans>You have not chosen. Nothing is counted.</Trans>
        )}
      </p>
      <div role="group" aria-label={t`Usage statistics`} className="grid max-w-90 grid-cols-2 gap-2">
        <Button size="lg" aria-pressed={choice.statistics === 'refused'} disabled={choose.isPending} onClick={() => choose.mutate(false)}>
          <Trans>Refuse</Trans>
        </Button>
        <Button size="lg" aria-pressed={choice.statistics === 'allowed'} disabled={choose.isPending} onClick={() => choose.mutate(true)}>
          <Trans>Allow</Trans>
        </Button>
      </div>
    </div>
  );
}

function EntryList({ category, title, description }: { category: BrowserCategory; title: ReactNode; description: ReactNode }) {
  const entries: readonly BrowserEntry[] = BROWSER_ENTRIES.filter((entry) => entry.category === category);
  return (
    <Card title={title} description={description} flush>
      <ul className="divide-y divide-line border-t border-line">
        {entries.map((entry) => (
          <EntryRow key={`${entry.store} ${entry.name}`} entry={entry} />
        ))}
      </ul>
    </Card>
  );
}

function EntryRow({ entry }: { entry: BrowserEntry }) {
  const { i18n } = useLingui();
  const durationWords = useDurationWords();
  const language = i18n.locale === 'id' || i18n.locale === 'hi' ? i18n.locale : 'en';
  return (
    <li className="grid gap-x-6 gap-y-1 px-4 py-3 text-14 sm:grid-cols-[minmax(0,1fr)_11rem] sm:px-5">
      <div className="min-w-0">
        <p className="text-strong">{entry.purpose[language]}</p>
        <p className="mt-0.5 wrap-anywhere text-13 text-weak">
          <code>{entry.name}</code> · {entry.store === 'cookie' ? <Trans>Cookie</Trans> : <Trans>Storage of the page</Trans>} ·{' '}
          {entry.setBy === 'server' ? <Trans>set by this site's server</Trans> : <Trans>set by the page</Trans>}
        </p>
      </div>
      <p className="text-13 text-weak sm:text-right">{durationWords(entry.duration)}</p>
    </li>
  );
}
