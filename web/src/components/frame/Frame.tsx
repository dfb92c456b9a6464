import { useLingui } from '@lingui/react/macro';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useState, type ReactNode } from 'react';
import { SecondFactorReminder } from '#features/account';
import { BackupAlarmBanner } from '#features/backups';
import { BusinessTransferNotice } from '#features/business-transfer';
import { ClosingBanner } from '#features/closures';
import { NoticeGuard } from '#features/notices';
import { mayAny, useWorkspace } from '#features/session';
import { InsideBanner, SupportBanner } from '#features/support-access';
import type { LiveState } from '#lib/live-updates.ts';
import { useStored, writeStored } from '#lib/stored.ts';
import { setTheme } from '#lib/theme.ts';
import { countFeature } from '#lib/usage.ts';
import { useActionKeys, useActions } from '#lib/use-actions.ts';
import { CommandPalette } from '#ui/CommandPalette.tsx';
import { ShortcutSheet } from '#ui/ShortcutSheet.tsx';
import { BottomBar } from './BottomBar.tsx';
import { ConnectionBanner } from './ConnectionBanner.tsx';
import { navEntries, paletteTargets } from './nav-entries.ts';
import { Rail } from './Rail.tsx';
import { SignInAgain } from './SignInAgain.tsx';

/** Everything around a page of a workspace: rail or bottom bar, palette, keys, and how the connection stands. */
export function Frame({ liveState, children }: { liveState: LiveState; children: ReactNode }) {
  const { t, i18n } = useLingui();
  const { workspace, permissions } = useWorkspace();
  const navigate = useNavigate();
  const [rail, setRail] = useStored('rail', matchMedia('(max-width: 1199px)').matches ? 'compact' : 'wide');
  const [overlay, setOverlay] = useState<'palette' | 'keys' | null>(null);
  const slug = workspace.slug;
  const entries = navEntries.filter((entry) => mayAny(permissions, entry.permission));

  useEffect(() => writeStored('workspace', slug), [slug]);

  useEffect(() => {
    if (overlay !== null) countFeature(overlay === 'palette' ? 'palette.opened' : 'keys.opened');
  }, [overlay]);

  useActionKeys();
  useActions([
    ...entries.map((entry) => ({
      id: `go-${entry.id}`,
      label: i18n._(entry.label),
      group: t`Go to`,
      keys: entry.keys,
      run: () => void navigate({ to: entry.to, params: { slug } }),
    })),
    ...paletteTargets
      .filter((target) => mayAny(permissions, target.permission))
      .map((target) => ({
        id: `to-${target.id}`,
        label: i18n._(target.label),
        group: target.kind === 'page' ? t`Go to` : t`Do`,
        keys: target.keys,
        run: () => void navigate({ ...target.link, params: { slug } }),
      })),
    {
      id: 'palette',
      label: t`Search or do something`,
      group: t`Everywhere`,
      keys: 'mod+k',
      keysOnly: true,
      run: () => setOverlay('palette'),
    },
    { id: 'keys', label: t`Show the keys`, group: t`Everywhere`, keys: '?', run: () => setOverlay('keys') },
    {
      id: 'rail',
      label: t`Narrow or widen the menu`,
      group: t`Everywhere`,
      keys: '[',
      run: () => setRail(rail === 'compact' ? 'wide' : 'compact'),
    },
    { id: 'theme-light', label: t`Light theme`, group: t`Everywhere`, keywords: 'theme light', run: () => setTheme('light') },
    { id: 'theme-dark', label: t`Dark theme`, group: t`Everywhere`, keywords: 'theme dark', run: () => setTheme('dark') },
    { id: 'theme-system', label: t`Theme as the device`, group: t`Everywhere`, keywords: 'theme system', run: () => setTheme('system') },
  ]);

  return (
    <div className="flex h-dvh flex-col">
      <a
        href="#main"
        className="absolute top-2 left-2 z-60 -translate-y-20 rounded-control bg-accent px-3 py-1.5 text-on-accent focus:translate-y-0"
      >{t`To the content`}</a>
      <ConnectionBanner state={liveState} />
      <InsideBanner />
      <SupportBanner />
      <NoticeGuard />
      <ClosingBanner />
      <SecondFactorReminder />
      <BusinessTransferNotice />
      <BackupAlarmBanner />
      <div className="flex min-h-0 flex-1">
        <Rail
          entries={entries}
          slug={slug}
          compact={rail === 'compact'}
          onCompactChange={(compact) => setRail(compact ? 'compact' : 'wide')}
          onSearch={() => setOverlay('palette')}
          onShowKeys={() => setOverlay('keys')}
        />
        <main id="main" tabIndex={-1} className="min-h-0 min-w-0 flex-1 outline-none">
          {children}
        </main>
      </div>
      <BottomBar entries={entries} slug={slug} onShowKeys={() => setOverlay('keys')} />
      <CommandPalette open={overlay === 'palette'} onOpenChange={(open) => setOverlay(open ? 'palette' : null)} />
      <ShortcutSheet open={overlay === 'keys'} onOpenChange={(open) => setOverlay(open ? 'keys' : null)} />
      <SignInAgain />
    </div>
  );
}
