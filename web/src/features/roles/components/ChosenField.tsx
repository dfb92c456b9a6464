import type { SightLimits } from '@kabar/contract';
import { useLingui } from '@lingui/react/macro';
import { Smartphone, UsersRound } from 'lucide-react';
import { useNumbers } from '#features/numbers';
import { useTeams } from '#features/teams';
import { useFormat } from '#lib/use-format.ts';
import { PickField } from '#ui/PickField.tsx';

/** Props of ChosenField. */
export interface ChosenFieldProps {
  value: SightLimits;
  onValueChange: (chosen: SightLimits) => void;
}

/** Numbers and teams whose conversations are seen. */
export function ChosenField({ value, onValueChange }: ChosenFieldProps) {
  const { t } = useLingui();
  const format = useFormat();
  const numbers = useNumbers();
  const teams = useTeams();
  return (
    <div className="flex flex-col gap-4">
      <PickField
        label={t`Numbers`}
        hint={t`Every conversation on these numbers is seen.`}
        addLabel={t`Add numbers`}
        placeholder={t`Find a number`}
        emptyText={t`No number of this name.`}
        options={(numbers.data ?? []).map((number) => ({
          value: number.id,
          label: number.verified_name ?? format.phone(number.display_phone_number),
          hint: number.verified_name === null ? undefined : format.phone(number.display_phone_number),
          icon: <Smartphone aria-hidden className="size-4 text-weak" />,
        }))}
        chosen={value.number_ids}
        onChosenChange={(ids) => onValueChange({ ...value, number_ids: ids as SightLimits['number_ids'] /* ids of the list */ })}
      />
      <PickField
        label={t`Teams`}
        hint={t`Every conversation that belongs to one of these teams is seen, on whatever number.`}
        addLabel={t`Add teams`}
        placeholder={t`Find a team`}
        emptyText={t`No team of this name.`}
        options={(teams.data ?? []).map((team) => ({
          value: team.id,
          label: team.name,
          icon: <UsersRound aria-hidden className="size-4 text-weak" />,
        }))}
        chosen={value.team_ids}
        onChosenChange={(ids) => onValueChange({ ...value, team_ids: ids as SightLimits['team_ids'] /* ids of the list */ })}
      />
    </div>
  );
}
