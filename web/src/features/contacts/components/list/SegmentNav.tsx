import type { Segment } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import { Bookmark, ContactRound, UsersRound } from 'lucide-react';
import type { ReactNode } from 'react';
import { Select } from '#ui/Select.tsx';
import { useContactCount } from '../../api/queries.ts';
import { useCountText } from '../use-count-text.ts';

/** Props of SegmentNav and SegmentMenu. */
export interface SegmentNavProps {
  segments: readonly Segment[];
  current: string | undefined;
  slug: string;
}

function Count({ segment }: { segment: string | undefined }) {
  const { data } = useContactCount({ segment });
  const text = useCountText();
  return data ? <span className="text-12 text-weak tabular-nums">{text(data)}</span> : null;
}

function Place({
  slug,
  segment,
  active,
  icon,
  children,
}: {
  slug: string;
  segment?: string;
  active: boolean;
  icon: ReactNode;
  children: ReactNode;
}) {
  return (
    <li>
      <Link
        to="/w/$slug/contacts"
        params={{ slug }}
        search={segment === undefined ? {} : { segment }}
        aria-current={active ? 'page' : undefined}
        activeProps={{}}
        className="flex min-h-8 items-center gap-2 rounded-control px-2 text-14 text-normal hover:bg-surface-2 aria-[current=page]:bg-surface-3 aria-[current=page]:font-medium
          aria-[current=page]:text-strong [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-weak"
      >
        {icon}
        <span dir="auto" className="min-w-0 flex-1 truncate">
          {children}
        </span>
        <Count segment={segment} />
      </Link>
    </li>
  );
}

/** Segments as places, each with how many contacts fit now. */
export function SegmentNav({ segments, current, slug }: SegmentNavProps) {
  const { t } = useLingui();
  const groups = [
    { key: 'shared', label: t`Segments`, Icon: UsersRound, items: segments.filter(({ shared }) => shared) },
    { key: 'own', label: t`Only yours`, Icon: Bookmark, items: segments.filter(({ shared }) => !shared) },
  ];
  return (
    <nav aria-label={t`Segments`} className="flex flex-col gap-3">
      <ul>
        <Place slug={slug} active={current === undefined} icon={<ContactRound aria-hidden />}>
          <Trans>All contacts</Trans>
        </Place>
      </ul>
      {groups.map(({ key, label, Icon, items }) =>
        items.length === 0 ? null : (
          <div key={key}>
            <h2 className="px-2 pb-1 text-12 font-medium text-weak">{label}</h2>
            <ul>
              {items.map((segment) => (
                <Place key={segment.id} slug={slug} segment={segment.id} active={current === segment.id} icon={<Icon aria-hidden />}>
                  {segment.name}
                </Place>
              ))}
            </ul>
          </div>
        ),
      )}
      {segments.length === 0 ? (
        <p className="px-2 text-12 text-pretty text-weak">
          <Trans>A filter that you save stands here as a segment, with how many fit.</Trans>
        </p>
      ) : null}
    </nav>
  );
}

/** The same places as a menu, for a narrow screen. */
export function SegmentMenu({ segments, current, onGo }: Omit<SegmentNavProps, 'slug'> & { onGo: (segment: string | undefined) => void }) {
  const { t } = useLingui();
  if (segments.length === 0) return null;
  return (
    <Select
      label={t`Segment`}
      value={current ?? 'all'}
      onValueChange={(next) => onGo(next === 'all' ? undefined : next)}
      options={[{ value: 'all', label: t`All contacts` }, ...segments.map(({ id, name }) => ({ value: id as string, label: name }))]}
    />
  );
}
