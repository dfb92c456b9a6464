import type { WhatsAppNumber } from '@kabar/contract';
import { useLingui } from '@lingui/react/macro';
import { useMemo } from 'react';
import { useTeams } from '#features/teams';
import { useFormat } from '#lib/use-format.ts';
import { useCounts, useViews } from '../../api/queries.ts';
import { placesOf, type Place } from '../../fns/places.ts';

/** Every place of the inbox with its live counts. */
export function usePlaces(numbers: readonly WhatsAppNumber[]): Place[] {
  const format = useFormat();
  const { data: counts } = useCounts();
  const { data: teams } = useTeams();
  const { data: views } = useViews();
  return useMemo(
    () =>
      placesOf({
        counts,
        teams: teams ?? [],
        views: views ?? [],
        numbers: numbers.map((number) => ({ id: number.id, name: number.verified_name ?? format.phone(number.display_phone_number) })),
      }),
    [counts, teams, views, numbers, format],
  );
}

/** What a place is called. */
export function usePlaceName(): (place: Place) => string {
  const { t } = useLingui();
  return (place) => {
    if (place.name !== null) return place.name;
    if (place.key === 'mine') return t`Mine`;
    if (place.key === 'unassigned') return t`Unassigned`;
    if (place.key === 'snoozed') return t`Snoozed`;
    return place.key === 'resolved' ? t`Resolved` : t`All`;
  };
}
