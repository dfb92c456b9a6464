import type { SavedView, WhatsAppNumber } from '@kabar/contract';
import { useLingui } from '@lingui/react/macro';
import { Settings2 } from 'lucide-react';
import { useMemo, useState, type ReactNode } from 'react';
import { usePermission, useWorkspace } from '#features/session';
import { useActions } from '#lib/use-actions.ts';
import { useFormat } from '#lib/use-format.ts';
import { IconButton } from '#ui/IconButton.tsx';
import { useViews } from '../../api/queries.ts';
import { listFilterOf, type ListFilter } from '../../fns/inbox-search.ts';
import { currentPlace, type Place } from '../../fns/places.ts';
import { FilterChips } from './FilterChips.tsx';
import { FilterMenu } from './FilterMenu.tsx';
import { PlaceMenu } from './PlaceMenu.tsx';
import { PlaceTabs } from './PlaceTabs.tsx';
import { usePlaceName, usePlaces } from './use-places.ts';
import { ViewDialog } from './ViewDialog.tsx';

/** Props of ListHeader. `bulkBar` takes the place of the tabs while rows are chosen. */
export interface ListHeaderProps {
  filter: ListFilter;
  savedId: string | undefined;
  numbers: readonly WhatsAppNumber[];
  onFilterChange: (filter: ListFilter, savedId: string | undefined) => void;
  bulkBar: ReactNode;
}

/** Where one is in the inbox, how to get elsewhere, and what narrows the list. */
export function ListHeader({ filter, savedId, numbers, onFilterChange, bulkBar }: ListHeaderProps) {
  const { t } = useLingui();
  const format = useFormat();
  const { memberId } = useWorkspace();
  const mayConfigure = usePermission('inbox:configure');
  const { data: views } = useViews();
  const places = usePlaces(numbers);
  const nameOf = usePlaceName();
  const [placesOpen, setPlacesOpen] = useState(false);
  const [filterOpen, setFilterOpen] = useState(false);
  const [dialog, setDialog] = useState<'new' | 'change' | null>(null);
  const current = useMemo(() => currentPlace(places, filter, savedId), [places, filter, savedId]);
  const view: SavedView | null = views?.find(({ id }) => id === savedId) ?? null;
  const mayChangeView = view !== null && (view.is_shared ? mayConfigure : view.owner_id === memberId);
  const placed = current?.filter ?? {};
  const changedView = view !== null && JSON.stringify(listFilterOf(view.filter)) !== JSON.stringify(filter);

  function go(place: Place): void {
    onFilterChange(listFilterOf(place.filter), place.savedId ?? undefined);
  }
  const goTo = (key: string) => () => {
    const place = places.find((candidate) => candidate.key === key);
    if (place) go(place);
  };

  useActions([
    { id: 'inbox-mine', label: t`Go to my conversations`, group: t`Inbox`, keys: '1', run: goTo('mine') },
    { id: 'inbox-unassigned', label: t`Go to unassigned conversations`, group: t`Inbox`, keys: '2', run: goTo('unassigned') },
    { id: 'inbox-all', label: t`Go to all conversations`, group: t`Inbox`, keys: '3', run: goTo('all') },
    { id: 'inbox-places', label: t`Go to a place in the inbox`, group: t`Inbox`, keys: 'v', run: () => setPlacesOpen(true) },
    { id: 'inbox-filter', label: t`Filter the conversations`, group: t`Inbox`, keys: 'f', run: () => setFilterOpen(true) },
    {
      id: 'inbox-unread-filter',
      label: filter.unread === 'true' ? t`Show all conversations` : t`Show unread conversations only`,
      group: t`Inbox`,
      run: () => {
        const { unread, ...rest } = filter;
        onFilterChange(unread === 'true' ? rest : { ...rest, unread: 'true' }, savedId);
      },
    },
    ...places
      .filter(({ kind }) => kind === 'saved' || kind === 'team')
      .map((place) => {
        const name = nameOf(place);
        return { id: `inbox-place-${place.key}`, label: t`Go to ${name}`, group: t`Inbox`, run: () => go(place) };
      }),
  ]);

  const numberName = (id: string): string | undefined => {
    const number = numbers.find((candidate) => candidate.id === id);
    return number === undefined ? undefined : (number.verified_name ?? format.phone(number.display_phone_number));
  };
  const title = current === null ? t`Filtered` : current.kind === 'view' ? t`Inbox` : nameOf(current);
  return (
    <header className="flex shrink-0 flex-col gap-2 border-b border-line px-3 pt-3 pb-2">
      <div className="flex h-8 items-center justify-between gap-1">
        <h1 className="flex min-w-0 flex-1">
          <PlaceMenu places={places} current={current} title={title} open={placesOpen} onOpenChange={setPlacesOpen} onGo={go} />
        </h1>
        {mayChangeView ? (
          <IconButton label={t`Change this view`} icon={<Settings2 aria-hidden />} onClick={() => setDialog('change')} />
        ) : null}
        <FilterMenu filter={filter} onChange={(next) => onFilterChange(next, savedId)} open={filterOpen} onOpenChange={setFilterOpen} />
      </div>
      {bulkBar ?? (
        <div className="flex items-center">
          <PlaceTabs places={places} current={current} onGo={go} />
        </div>
      )}
      <FilterChips
        filter={filter}
        placed={view === null ? placed : listFilterOf(view.filter)}
        numberName={numberName}
        onChange={(next) => onFilterChange(next, savedId)}
        onSave={current === null || changedView ? () => setDialog('new') : null}
      />
      {dialog === null ? null : (
        <ViewDialog
          filter={filter}
          view={dialog === 'change' ? view : null}
          onClose={() => setDialog(null)}
          onSaved={(saved) => {
            setDialog(null);
            onFilterChange(listFilterOf(saved.filter), saved.id);
          }}
          onDeleted={() => {
            setDialog(null);
            onFilterChange({}, undefined);
          }}
        />
      )}
    </header>
  );
}
