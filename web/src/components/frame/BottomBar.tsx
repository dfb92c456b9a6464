import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import { Menu as MenuIcon } from 'lucide-react';
import { useState } from 'react';
import { NotificationBell } from '#features/notifications';
import { Sheet } from '#ui/Dialog.tsx';
import type { NavEntry } from './nav-entries.ts';
import { PersonMenu } from './PersonMenu.tsx';
import { WorkspaceSwitcher } from './WorkspaceSwitcher.tsx';

const itemStyles = 'flex flex-1 flex-col items-center justify-center gap-0.5 text-12 font-medium -outline-offset-2';

/** The way around on a phone: the places of every day, and the rest behind "More". */
export function BottomBar({ entries, slug, onShowKeys }: { entries: readonly NavEntry[]; slug: string; onShowKeys: () => void }) {
  const { t, i18n } = useLingui();
  const [moreOpen, setMoreOpen] = useState(false);
  return (
    <>
      <nav
        aria-label={t`Main`}
        className="bottom-bar flex shrink-0 border-t border-line bg-surface-1 pb-[env(safe-area-inset-bottom)] *:h-14 sm:hidden"
      >
        {entries
          .filter((entry) => entry.bottomBar)
          .map((entry) => (
            <Link
              key={entry.id}
              to={entry.to}
              params={{ slug }}
              activeOptions={{ exact: false, includeSearch: false }}
              activeProps={{ className: 'text-accent-text' }}
              inactiveProps={{ className: 'text-weak' }}
              className={itemStyles}
            >
              <entry.icon aria-hidden className="size-5" />
              {i18n._(entry.label)}
            </Link>
          ))}
        <button type="button" onClick={() => setMoreOpen(true)} className={`${itemStyles} text-weak`}>
          <MenuIcon aria-hidden className="size-5" />
          <Trans>More</Trans>
        </button>
      </nav>
      <Sheet open={moreOpen} onOpenChange={setMoreOpen} title={t`More`}>
        <div className="flex flex-col gap-3">
          <div className="flex items-center gap-2">
            <div className="min-w-0 flex-1">
              <WorkspaceSwitcher compact={false} />
            </div>
            <NotificationBell compact={false} />
          </div>
          <nav aria-label={t`All places`} className="flex flex-col">
            {entries.map((entry) => (
              <Link
                key={entry.id}
                to={entry.to}
                params={{ slug }}
                onClick={() => setMoreOpen(false)}
                className="flex h-12 items-center gap-3 rounded-control px-2 text-16 text-normal hover:bg-popup-hover"
              >
                <entry.icon aria-hidden className="size-5 text-weak" />
                {i18n._(entry.label)}
              </Link>
            ))}
          </nav>
          <div className="border-t border-line pt-3">
            <PersonMenu
              compact={false}
              onLeave={() => setMoreOpen(false)}
              onShowKeys={() => {
                setMoreOpen(false);
                onShowKeys();
              }}
            />
          </div>
        </div>
      </Sheet>
    </>
  );
}
