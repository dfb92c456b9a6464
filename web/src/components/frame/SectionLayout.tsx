import { Link, Outlet, type LinkProps } from '@tanstack/react-router';
import { ChevronLeft } from 'lucide-react';
import { cn } from '#lib/cn.ts';
import { SectionTabs, type SectionGroup } from './SectionTabs.tsx';

/** A page of an area beside the list of all of them; on a phone the page alone, with a way back to the list. */
export function SectionLayout({ label, groups }: { label: string; groups: readonly SectionGroup[] }) {
  return (
    <div className="flex h-full">
      <div className="w-54 shrink-0 overflow-y-auto border-r border-line bg-surface-0 px-2.5 py-5 max-md:hidden">
        <SectionTabs label={label} groups={groups} />
      </div>
      <div className="min-w-0 flex-1">
        <Outlet />
      </div>
    </div>
  );
}

/** The way from a page of an area to the list of its pages; only on a phone, where the list is not beside it. */
export function BackToSection({ label, link, always = false }: { label: string; link: LinkProps; always?: boolean }) {
  return (
    <Link
      {...link}
      className={cn(
        '-ml-1 inline-flex min-h-8 items-center gap-1 rounded-control pr-2 text-13 font-medium text-accent-text touch:min-h-10',
        !always && 'md:hidden',
      )}
    >
      <ChevronLeft aria-hidden className="size-4" />
      {label}
    </Link>
  );
}
