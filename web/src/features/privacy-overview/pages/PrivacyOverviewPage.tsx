import { Trans, useLingui } from '@lingui/react/macro';
import { PrivacyPage, usePrivacyGroups } from '#frame/PrivacyLayout.tsx';
import { SectionTabs } from '#frame/SectionTabs.tsx';
import { errorSentence } from '#lib/present-error.ts';
import { Banner } from '#ui/Banner.tsx';
import { Button } from '#ui/Button.tsx';
import { RowSkeletons } from '#ui/Skeleton.tsx';
import { useOffice } from '../api/queries.ts';
import { DutyList } from '../components/DutyList.tsx';
import { StandingCards } from '../components/StandingCards.tsx';
import { useDuties } from '../components/use-duties.tsx';

/** `/w/{slug}/privacy/overview`: the privacy officer's week on one screen; what waits, how things stand, and the way to everything. */
export function PrivacyOverviewPage() {
  const { t, i18n } = useLingui();
  const groups = usePrivacyGroups();
  const office = useOffice();
  const duties = useDuties(office);
  const parts = Object.values(office);
  const failed = parts.filter((part) => part.isError);
  const isPending = parts.some((part) => part.isPending);
  return (
    <PrivacyPage
      back={null}
      title={t`Privacy`}
      description={t`What this workspace promises to people about their data, and whether it holds.`}
    >
      {failed.length > 0 ? (
        <Banner
          tone="warn"
          title={t`A part of this page could not be read`}
          action={
            <Button size="sm" onClick={() => failed.forEach((part) => void part.refetch())}>
              <Trans>Try again</Trans>
            </Button>
          }
        >
          {errorSentence(failed[0]?.error, i18n)}
        </Banner>
      ) : null}
      <section aria-labelledby="duties" className="flex flex-col gap-2.5">
        <h2 id="duties" className="text-16 font-semibold text-strong">
          <Trans>What waits for you</Trans>
        </h2>
        {isPending ? <RowSkeletons label={t`What waits for you`} rows={3} /> : <DutyList duties={duties} />}
      </section>
      <section aria-labelledby="standing" className="flex flex-col gap-2.5">
        <h2 id="standing" className="text-16 font-semibold text-strong">
          <Trans>How things stand</Trans>
        </h2>
        <StandingCards office={office} />
      </section>
      <div className="md:hidden">
        <SectionTabs
          label={t`Pages of the privacy office`}
          groups={groups.map((group) => ({ ...group, pages: group.pages.filter(({ id }) => id !== 'overview') }))}
          large
        />
      </div>
    </PrivacyPage>
  );
}
