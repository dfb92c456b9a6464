import type { ReportGroup } from '@kabar/contract';
import { useLingui } from '@lingui/react/macro';
import { useMembers } from '#features/members';
import { useNumbers } from '#features/numbers';
import { useTeams } from '#features/teams';
import { useFormat } from '#lib/use-format.ts';

/** How a row of the report is called: a day, or the name behind an id. */
export function useRowNames(groupBy: ReportGroup): (key: string | null) => string {
  const { t } = useLingui();
  const format = useFormat();
  const { data: members } = useMembers();
  const { data: teams } = useTeams();
  const { data: numbers } = useNumbers();
  const day = new Intl.DateTimeFormat(format.settings.locale, { day: 'numeric', month: 'short', timeZone: 'UTC' });
  const names = new Map<string, string>([
    ...(members ?? []).map(({ id, name }) => [id, name] as const),
    ...(teams ?? []).map(({ id, name }) => [id, name] as const),
    ...(numbers ?? []).map(
      ({ id, verified_name: name, display_phone_number: phone }) =>
        [id, name === null ? format.phone(phone) : `${name} · ${format.phone(phone)}`] as const,
    ),
  ]);
  const gone = { day: '', member: t`A former member`, team: t`A deleted team`, number: t`A removed number` };
  return (key) => {
    if (groupBy === 'day') return day.format(new Date(`${key ?? ''}T00:00:00Z`));
    if (key === null) return groupBy === 'team' ? t`No team` : t`Nobody, the API or the phone`;
    return names.get(key) ?? gone[groupBy];
  };
}
