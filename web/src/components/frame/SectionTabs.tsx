import { Link } from '@tanstack/react-router';
import type { ComponentProps } from 'react';

/** Props of SectionTabs: pages of one area. Each is a page of its own with its own address. */
export interface SectionTabsProps {
  label: string;
  items: readonly { label: string; to: NonNullable<ComponentProps<typeof Link>['to']> }[];
}

/** Links between the pages of an area such as Settings. */
export function SectionTabs({ label, items }: SectionTabsProps) {
  return (
    <nav aria-label={label} className="flex gap-1 overflow-x-auto border-b border-line">
      {items.map((item) => (
        <Link
          key={item.to}
          from="/w/$slug"
          to={item.to}
          className="-mb-px flex h-9 shrink-0 items-center border-b-2 border-transparent px-3 text-14 font-medium text-weak -outline-offset-2 hover:text-strong
            aria-[current=page]:border-accent aria-[current=page]:text-strong touch:h-11"
        >
          {item.label}
        </Link>
      ))}
    </nav>
  );
}
