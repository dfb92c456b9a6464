import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import { ArrowLeft } from 'lucide-react';
import { operatorGroups } from './operator-pages.ts';
import { Page, type PageProps } from './Page.tsx';
import { BackToSection, SectionLayout } from './SectionLayout.tsx';
import { SectionTabs } from './SectionTabs.tsx';

/** What the people who run the installation see of it as a whole; stands outside of every workspace. */
export function OperatorLayout() {
  const { t } = useLingui();
  return (
    <div className="flex h-dvh flex-col">
      <header className="flex h-12 shrink-0 items-center gap-4 border-b border-line bg-surface-0 px-4">
        <Link to="/" className="flex items-center gap-1.5 text-13 font-medium text-accent-text">
          <ArrowLeft aria-hidden className="size-4" />
          <Trans>To the workspace</Trans>
        </Link>
        <span className="truncate text-14 font-semibold text-strong">
          <Trans>This installation</Trans>
        </span>
      </header>
      <main id="main" tabIndex={-1} className="min-h-0 flex-1 outline-none">
        <SectionLayout label={t`This installation`} groups={operatorGroups} />
      </main>
    </div>
  );
}

/** A page of the installation; on a phone with the way back to the list. */
export function OperatorPage(props: PageProps) {
  const { t } = useLingui();
  return <Page back={<BackToSection label={t`This installation`} link={{ to: '/operator' }} />} {...props} />;
}

/** `/operator`: the list of pages. */
export function OperatorStart() {
  const { t } = useLingui();
  return (
    <OperatorPage
      back={null}
      title={t`This installation`}
      description={t`What whoever runs Kabar here has to look after. It shows no content of workspaces.`}
    >
      <SectionTabs label={t`Pages of this installation`} groups={operatorGroups} large />
    </OperatorPage>
  );
}
