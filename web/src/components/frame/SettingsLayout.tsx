import { Trans, useLingui } from '@lingui/react/macro';
import { Link, Outlet } from '@tanstack/react-router';
import { ChevronLeft } from 'lucide-react';
import { Page, type PageProps } from './Page.tsx';
import { SettingsTabs } from './SettingsTabs.tsx';

/** A page of Settings beside the list of all of them; on a phone the page alone, with a way back to the list. */
export function SettingsLayout() {
  return (
    <div className="flex h-full">
      <div className="w-54 shrink-0 overflow-y-auto border-r border-line bg-surface-0 px-2.5 py-5 max-md:hidden">
        <SettingsTabs />
      </div>
      <div className="min-w-0 flex-1">
        <Outlet />
      </div>
    </div>
  );
}

/** A page of Settings; on a phone with the way back to the list. */
export function SettingsPage(props: PageProps) {
  return <Page back={<BackToSettings />} {...props} />;
}

function BackToSettings() {
  return (
    <Link
      from="/w/$slug"
      to="/w/$slug/settings"
      className="-ml-1 inline-flex min-h-8 items-center gap-1 rounded-control pr-2 text-13 font-medium text-accent-text md:hidden touch:min-h-10"
    >
      <ChevronLeft aria-hidden className="size-4" />
      <Trans>Settings</Trans>
    </Link>
  );
}

/** The list of Settings as a page, for a phone. */
export function SettingsStart() {
  const { t } = useLingui();
  return (
    <Page title={t`Settings`} description={t`How this workspace, its inbox and its contacts work.`}>
      <div className="md:hidden">
        <SettingsTabs large />
      </div>
    </Page>
  );
}
