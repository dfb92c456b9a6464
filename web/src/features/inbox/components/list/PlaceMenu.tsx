import { useLingui } from '@lingui/react/macro';
import { AlarmClock, Bookmark, CheckCheck, ChevronDown, CircleDashed, Hash, Inbox, UserRound, UsersRound } from 'lucide-react';
import { useFormat } from '#lib/use-format.ts';
import { PickList, type PickOption } from '#ui/PickList.tsx';
import type { Place } from '../../fns/places.ts';
import { usePlaceName } from './use-places.ts';

const icons = { mine: UserRound, unassigned: CircleDashed, all: Inbox, snoozed: AlarmClock, resolved: CheckCheck } as const;

function PlaceIcon({ place }: { place: Place }) {
  const Icon =
    place.kind === 'team'
      ? UsersRound
      : place.kind === 'number'
        ? Hash
        : place.kind === 'saved'
          ? Bookmark
          : (icons[place.key as keyof typeof icons] ?? Inbox); // keys of built-in places are those of the table
  return <Icon aria-hidden />;
}

/** Props of PlaceMenu. `current` is null when the list is narrowed by hand. */
export interface PlaceMenuProps {
  places: readonly Place[];
  current: Place | null;
  title: string;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onGo: (place: Place) => void;
}

/** The name of the list; a press shows every place of the inbox with what waits there. */
export function PlaceMenu({ places, current, title, open, onOpenChange, onGo }: PlaceMenuProps) {
  const { t } = useLingui();
  const format = useFormat();
  const nameOf = usePlaceName();
  const option = (place: Place): PickOption => ({
    value: place.key,
    label: nameOf(place),
    icon: <PlaceIcon place={place} />,
    hint:
      place.count === null || place.count.open === 0 ? undefined : `${format.number(place.count.open)}${place.count.is_capped ? '+' : ''}`,
  });
  const of = (...kinds: Place['kind'][]): PickOption[] => places.filter((place) => kinds.includes(place.kind)).map(option);
  return (
    <PickList
      label={t`Go to a place in the inbox`}
      placeholder={t`Find a view, team or number`}
      emptyText={t`Nothing has this name.`}
      open={open}
      onOpenChange={onOpenChange}
      chosen={current === null ? [] : [current.key]}
      onPick={(key) => {
        const place = places.find((candidate) => candidate.key === key);
        onOpenChange(false);
        if (place) onGo(place);
      }}
      groups={[
        { items: of('view', 'status') },
        { label: t`Saved views`, items: of('saved') },
        { label: t`Teams`, items: of('team') },
        { label: t`Numbers`, items: of('number') },
      ]}
      trigger={
        <button
          type="button"
          className="touch-target -ml-1.5 flex h-8 min-w-0 items-center gap-1 rounded-control px-1.5 text-16 font-semibold text-strong hover:bg-surface-2"
        >
          <span className="sr-only">{t`Inbox:`}</span>
          <span dir="auto" className="truncate">
            {title}
          </span>
          <ChevronDown aria-hidden className="size-4 shrink-0 text-weak" />
        </button>
      }
    />
  );
}
