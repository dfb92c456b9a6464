import { useLingui } from '@lingui/react/macro';
import { cn } from '#lib/cn.ts';
import { useFormat } from '#lib/use-format.ts';
import type { Place } from '../../fns/places.ts';
import { usePlaceName } from './use-places.ts';

/** Props of PlaceTabs. */
export interface PlaceTabsProps {
  places: readonly Place[];
  current: Place | null;
  onGo: (place: Place) => void;
}

/** The three places that everybody goes to all day, with their counts. */
export function PlaceTabs({ places, current, onGo }: PlaceTabsProps) {
  const { t } = useLingui();
  const format = useFormat();
  const nameOf = usePlaceName();
  return (
    <div role="group" aria-label={t`Show`} className="-ml-1 flex min-w-0 flex-1 gap-0.5">
      {places
        .filter(({ kind }) => kind === 'view')
        .map((place) => {
          const pressed = current?.key === place.key;
          return (
            <button
              key={place.key}
              type="button"
              aria-pressed={pressed}
              onClick={() => onGo(place)}
              className={cn(
                'touch-target flex h-7 min-w-0 items-center gap-1.5 rounded-full px-2.5 text-13 font-medium transition-colors',
                pressed ? 'bg-accent-soft text-accent-text' : 'text-weak hover:bg-surface-2 hover:text-strong',
              )}
            >
              <span className="truncate">{nameOf(place)}</span>
              {place.count === null || place.count.open === 0 ? null : (
                <span className="text-12 tabular-nums">
                  {format.number(place.count.open)}
                  {place.count.is_capped ? '+' : ''}
                </span>
              )}
            </button>
          );
        })}
    </div>
  );
}
