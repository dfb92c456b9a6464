import { ASSIGNED_ROLES, ROLES, type AssignedRole, type AssignmentRule } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { useTeams } from '#features/teams';
import { SettingsForm } from '#frame/SettingsForm.tsx';
import { useRoleName } from '#frame/use-role-name.ts';
import { useDraft } from '#lib/use-draft.ts';
import { Card } from '#ui/Card.tsx';
import { Checkbox } from '#ui/Checkbox.tsx';
import { Field } from '#ui/Field.tsx';
import { NumberInput } from '#ui/NumberInput.tsx';
import { RadioGroup } from '#ui/RadioGroup.tsx';
import { Switch } from '#ui/Switch.tsx';
import { notify } from '#ui/toasts.ts';
import { useSaveRule } from '../api/queries.ts';
import { PresenceCard } from './PresenceCard.tsx';

/** Props of RuleForm. `teamId` null: the rule of the workspace. */
export interface RuleFormProps {
  teamId: string | null;
  saved: AssignmentRule;
  isNew?: boolean | undefined;
  onSaved?: (() => void) | undefined;
}

/** Who gets conversations that belong to nobody, and who is there to get them. */
export function RuleForm({ teamId, saved, isNew = false, onSaved }: RuleFormProps) {
  const { t } = useLingui();
  const roleName = useRoleName();
  const save = useSaveRule();
  const { data: teams = [] } = useTeams();
  const draft = useDraft<AssignmentRule>({
    saved,
    isNew,
    onSaved,
    check: ({ max_open: most, roles, mode }) => {
      const found = new Map<string, string>();
      if (most !== null && !(most >= 1 && most <= 1000)) found.set('max_open', t`A number from 1 to 1,000.`);
      if (roles.length === 0 && mode !== 'off') found.set('roles', t`Choose at least one role.`);
      return found;
    },
    save: async (rule) => {
      await save.mutateAsync({ teamId, rule });
      notify({ title: rule.mode === 'off' ? t`Nobody is assigned automatically any more` : t`Conversations are given out from now on` });
    },
  });
  const { value: rule, change } = draft;
  const isOn = rule.mode !== 'off';
  const roleIssue = draft.issues.get('roles');
  return (
    <SettingsForm draft={draft}>
      <Card title={t`Who gets a conversation that belongs to nobody`}>
        <RadioGroup
          cards
          label={t`Automatic assignment`}
          value={rule.mode}
          onValueChange={(mode) => change({ ...rule, mode })}
          options={[
            { value: 'off', label: t`Nobody: each takes what they want`, hint: <Trans>Conversations wait under “Unassigned”.</Trans> },
            {
              value: 'round_robin',
              label: t`One after the other`,
              hint: <Trans>Whoever waited longest for a conversation gets the next one.</Trans>,
            },
            {
              value: 'by_load',
              label: t`Whoever has the least to do`,
              hint: <Trans>The member with the fewest open conversations gets it.</Trans>,
            },
          ]}
        />
      </Card>
      {isOn ? (
        <Card title={t`Who takes part`} description={t`Members of the conversation's team; without a team, those who serve its number.`}>
          <div className="flex flex-col gap-5">
            <div role="group" aria-label={t`Roles that take part`} className="flex flex-col">
              <div className="flex flex-wrap gap-x-5">
                {[...ROLES.toReversed(), ...ASSIGNED_ROLES.filter((role) => role === 'custom')].map((role: AssignedRole) => (
                  <Checkbox
                    key={role}
                    label={role === 'custom' ? t`Roles of the workspace that may send` : roleName({ role, role_name: null })}
                    checked={rule.roles.includes(role)}
                    onCheckedChange={(on) =>
                      change({ ...rule, roles: on ? [...rule.roles, role] : rule.roles.filter((one) => one !== role) })
                    }
                  />
                ))}
              </div>
              {roleIssue ? (
                <p role="alert" className="text-13 text-bad">
                  {roleIssue}
                </p>
              ) : null}
            </div>
            <Field
              label={t`Most open conversations of one member`}
              optional
              error={draft.issues.get('max_open')}
              hint={t`Nobody is given more than this; the rest waits until somebody resolves one. Empty: no limit.`}
            >
              <NumberInput min={1} max={1000} value={rule.max_open} onValueChange={(most) => change({ ...rule, max_open: most })} />
            </Field>
            <Switch
              label={<Trans>Only who is online</Trans>}
              hint={<Trans>Their dashboard is open and they are not away or busy.</Trans>}
              checked={rule.only_online}
              onCheckedChange={(on) => change({ ...rule, only_online: on })}
            />
            <Switch
              label={<Trans>Only within the working hours</Trans>}
              hint={<Trans>What comes at night is given out in the morning.</Trans>}
              checked={rule.only_within_working_hours}
              onCheckedChange={(on) => change({ ...rule, only_within_working_hours: on })}
            />
            <Switch
              label={<Trans>Give it to somebody else when its member is offline</Trans>}
              hint={<Trans>When a resolved or snoozed conversation comes back and who had it is not there.</Trans>}
              checked={rule.reassign_when_offline}
              onCheckedChange={(on) => change({ ...rule, reassign_when_offline: on })}
            />
          </div>
        </Card>
      ) : null}
      <PresenceCard
        only={teamId === null ? undefined : teams.find((team) => team.id === teamId)?.member_ids}
        takesPart={(member, presence) =>
          isOn &&
          rule.roles.includes(ROLES.find((role) => role === member.role) ?? 'custom') &&
          (!rule.only_online || presence.state === 'online') &&
          (rule.max_open === null || presence.open_conversations < rule.max_open)
        }
      />
    </SettingsForm>
  );
}
