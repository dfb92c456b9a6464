import { useLingui } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import { PanelLeftClose, PanelLeftOpen, Search } from 'lucide-react';
import { NotificationBell } from '#features/notifications';
import { cn } from '#lib/cn.ts';
import { IconButton } from '#ui/IconButton.tsx';
import { Kbd } from '#ui/Kbd.tsx';
import { Tooltip } from '#ui/Tooltip.tsx';
import type { NavEntry } from './nav-entries.ts';
import { PersonMenu } from './PersonMenu.tsx';
import { WorkspaceSwitcher } from './WorkspaceSwitcher.tsx';

/** Props of Rail. */
export interface RailProps {
  entries: readonly NavEntry[];
  slug: string;
  compact: boolean;
  onCompactChange: (compact: boolean) => void;
  onSearch: () => void;
  onShowKeys: () => void;
}

function RailLink({ entry, slug, compact }: { entry: NavEntry; slug: string; compact: boolean }) {
  const { i18n } = useLingui();
  const Icon = entry.icon;
  const label = i18n._(entry.label);
  const link = (
    <Link
      to={entry.to}
      params={{ slug }}
      activeOptions={{ exact: false, includeSearch: false }}
      activeProps={{ className: 'bg-surface-3 text-strong font-semibold [&_svg]:text-accent-text' }}
      inactiveProps={{ className: 'text-normal hover:bg-surface-2 hover:text-strong font-medium [&_svg]:text-weak' }}
      aria-label={compact ? label : undefined}
      className={cn('flex h-9 items-center gap-3 rounded-control px-2.5 text-14 transition-colors', compact && 'justify-center px-0')}
    >
      <Icon aria-hidden className="size-4.5 shrink-0" />
      {compact ? null : <span className="truncate">{label}</span>}
    </Link>
  );
  return compact ? (
    <Tooltip label={label} shortcut={entry.keys} side="right">
      {link}
    </Tooltip>
  ) : (
    link
  );
}

/** The way around on a wide screen: workspace on top, places, the person at the bottom. */
export function Rail({ entries, slug, compact, onCompactChange, onSearch, onShowKeys }: RailProps) {
  const { t } = useLingui();
  return (
    <aside
      className={cn(
        'flex h-full shrink-0 flex-col border-r border-line bg-surface-0 p-2 transition-[width] duration-160 max-sm:hidden',
        compact ? 'w-14' : 'w-56',
      )}
    >
      <WorkspaceSwitcher compact={compact} />
      {compact ? (
        <IconButton
          className="mx-auto mt-2"
          label={t`Search or do something`}
          icon={<Search aria-hidden />}
          shortcut="mod+k"
          tooltipSide="right"
          onClick={onSearch}
        />
      ) : (
        <button
          type="button"
          onClick={onSearch}
          className="mt-2 flex h-8 items-center gap-2.5 rounded-control border border-line bg-surface-1 px-2.5 text-13 text-weak hover:text-strong"
        >
          <Search aria-hidden className="size-4" />
          <span className="flex-1 truncate text-left">{t`Search`}</span>
          <Kbd keys="mod+k" />
        </button>
      )}
      <nav aria-label={t`Main`} className="mt-3 flex flex-1 flex-col gap-0.5 overflow-y-auto">
        {entries.map((entry) => (
          <RailLink key={entry.id} entry={entry} slug={slug} compact={compact} />
        ))}
      </nav>
      <div className={cn('flex items-center gap-1 py-1', compact ? 'flex-col' : 'justify-between')}>
        <NotificationBell compact={compact} />
        <IconButton
          size="sm"
          label={compact ? t`Widen the menu` : t`Narrow the menu`}
          shortcut="["
          tooltipSide="right"
          icon={compact ? <PanelLeftOpen aria-hidden /> : <PanelLeftClose aria-hidden />}
          onClick={() => onCompactChange(!compact)}
        />
      </div>
      <PersonMenu compact={compact} onShowKeys={onShowKeys} />
    </aside>
  );
}
