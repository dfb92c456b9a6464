import type { ConversationCount, ConversationCounts, SavedView, Team, WhatsAppNumber } from '@kabar/contract';
import type { ListFilter } from './inbox-search.ts';

/** A place in the inbox that one goes to with one press: its filter and how much waits there. */
export interface Place {
  key: string;
  kind: 'view' | 'status' | 'team' | 'number' | 'saved';
  /** Name given by people; null for the built-in places, whose words belong to the page. */
  name: string | null;
  filter: ListFilter;
  /** The saved view it stands for. */
  savedId: SavedView['id'] | null;
  isShared: boolean;
  count: ConversationCount | null;
}

/** Everything from which places follow. */
export interface PlaceSources {
  counts: ConversationCounts | undefined;
  teams: readonly Team[];
  /** Id and name of each number; one alone is no place of its own. */
  numbers: readonly { id: WhatsAppNumber['id']; name: string }[];
  views: readonly SavedView[];
}

/** Every place of the inbox in the order of its menu. */
export function placesOf({ counts, teams, numbers, views }: PlaceSources): Place[] {
  const place = (key: string, kind: Place['kind'], filter: ListFilter, rest: Partial<Place>): Place => ({
    key,
    kind,
    filter,
    name: null,
    savedId: null,
    isShared: false,
    count: null,
    ...rest,
  });
  return [
    place('mine', 'view', { view: 'mine' }, { count: counts?.mine ?? null }),
    place('unassigned', 'view', { view: 'unassigned' }, { count: counts?.unassigned ?? null }),
    place('all', 'view', {}, { count: counts?.all ?? null }),
    place('snoozed', 'status', { status: 'snoozed' }, {}),
    place('resolved', 'status', { status: 'resolved' }, {}),
    ...views.map((view) =>
      place(view.id, 'saved', view.filter, {
        name: view.name,
        savedId: view.id,
        isShared: view.is_shared,
        count: counts?.views.find(({ view_id: id }) => id === view.id) ?? null,
      }),
    ),
    ...teams.map((team) =>
      place(
        team.id,
        'team',
        { team_id: team.id },
        { name: team.name, count: counts?.teams.find(({ team_id: id }) => id === team.id) ?? null },
      ),
    ),
    ...(numbers.length > 1
      ? numbers.map(({ id, name }) =>
          place(id, 'number', { number_id: id }, { name, count: counts?.numbers.find(({ number_id: of }) => of === id) ?? null }),
        )
      : []),
  ];
}

/** The place that the list shows now, or null when the reader has narrowed it by hand. */
export function currentPlace(places: readonly Place[], filter: ListFilter, savedId: string | undefined): Place | null {
  const key = filterKey(filter);
  const saved = places.find((place) => place.savedId !== null && place.savedId === savedId);
  if (saved !== undefined) return saved;
  return places.find((place) => place.savedId === null && filterKey(place.filter) === key) ?? null;
}

/** Equal for filters that mean the same. */
export function filterKey(filter: ListFilter): string {
  return JSON.stringify(
    Object.entries(filter)
      .filter(([, value]) => value !== undefined)
      .toSorted(([a], [b]) => (a < b ? -1 : 1)),
  );
}
