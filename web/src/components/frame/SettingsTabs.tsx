import { useLingui } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import { ChevronRight } from 'lucide-react';
import { useWorkspace } from '#features/session';
import { cn } from '#lib/cn.ts';
import { settingsGroups } from './settings-pages.ts';

/** The pages of Settings under their headings. `large` for a phone, where the list is a page of its own. */
export function SettingsTabs({ large = false }: { large?: boolean }) {
  const { t, i18n } = useLingui();
  const { permissions } = useWorkspace();
  const groups = settingsGroups
    .map((group) => ({ ...group, pages: group.pages.filter((page) => permissions.has(page.permission)) }))
    .filter((group) => group.pages.length > 0);
  return (
    <nav aria-label={t`Settings`} className="flex flex-col gap-4">
      {groups.map((group) => (
        <section key={group.id} aria-labelledby={`settings-${group.id}`}>
          <h2 id={`settings-${group.id}`} className={cn('px-2.5 pb-1 text-12 font-medium text-weak', large && 'px-1 text-13')}>
            {i18n._(group.label)}
          </h2>
          <ul
            className={cn(
              'flex flex-col gap-px',
              large && 'divide-y divide-line overflow-hidden rounded-card border border-line bg-surface-1',
            )}
          >
            {group.pages.map((page) => (
              <li key={page.id}>
                <Link
                  from="/w/$slug"
                  to={page.to}
                  activeOptions={{ includeSearch: false }}
                  activeProps={{ className: 'bg-surface-3 font-medium text-strong [&_svg]:text-accent-text' }}
                  inactiveProps={{ className: 'text-normal hover:bg-surface-2 hover:text-strong [&_svg]:text-weak' }}
                  className={cn(
                    'flex items-center gap-2.5 text-14 -outline-offset-2',
                    large ? 'h-12 px-3.5' : 'h-8 rounded-control px-2.5 touch:h-10',
                  )}
                >
                  <page.icon aria-hidden className="size-4 shrink-0" />
                  <span className="min-w-0 flex-1 truncate">{i18n._(page.label)}</span>
                  {large ? <ChevronRight aria-hidden className="size-4" /> : null}
                </Link>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </nav>
  );
}
