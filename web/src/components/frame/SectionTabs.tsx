import type { MessageDescriptor } from '@lingui/core';
import { useLingui } from '@lingui/react';
import { Link, type LinkProps } from '@tanstack/react-router';
import { ChevronRight, type LucideIcon } from 'lucide-react';
import { useId } from 'react';
import { cn } from '#lib/cn.ts';

/** Pages of an area under their heading, each with where it leads. */
export interface SectionGroup {
  id: string;
  label: MessageDescriptor;
  pages: readonly { id: string; label: MessageDescriptor; icon: LucideIcon; link: LinkProps; count?: number | undefined }[];
}

/** The pages of an area under their headings; headings without a page are left out. `large` for a phone, where the list is a page of its own. */
export function SectionTabs({ label, groups, large = false }: { label: string; groups: readonly SectionGroup[]; large?: boolean }) {
  const { i18n } = useLingui();
  const base = useId();
  return (
    <nav aria-label={label} className="flex flex-col gap-4">
      {groups
        .filter((group) => group.pages.length > 0)
        .map((group) => (
          <div key={group.id} role="group" aria-labelledby={`${base}-${group.id}`}>
            <h2 id={`${base}-${group.id}`} className={cn('px-2.5 pb-1 text-12 font-medium text-weak', large && 'px-1 text-13')}>
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
                    {...page.link}
                    activeOptions={{ includeSearch: false }}
                    activeProps={{ className: 'bg-surface-3 font-medium text-strong [&_svg]:text-accent-text' }}
                    inactiveProps={{ className: 'text-normal hover:bg-surface-2 hover:text-strong [&_svg]:text-weak' }}
                    className={cn(
                      'flex items-center gap-2.5 text-14 -outline-offset-2',
                      large ? 'h-12 px-3.5' : 'h-8 rounded-control px-2.5 touch:h-10',
                    )}
                  >
                    <page.icon aria-hidden className="size-4 shrink-0" />
                    <span className="min-w-0 flex-1 wrap-anywhere">{i18n._(page.label)}</span>
                    {page.count ? (
                      <span className="rounded-full bg-surface-3 px-1.5 text-12 text-normal tabular-nums">{page.count}</span>
                    ) : null}
                    {large ? <ChevronRight aria-hidden className="size-4" /> : null}
                  </Link>
                </li>
              ))}
            </ul>
          </div>
        ))}
    </nav>
  );
}
