import type { CreateTeamRequest, Team } from '@kabar/contract';
import { KabarError } from '@kabar/sdk';
import { Trans, useLingui } from '@lingui/react/macro';
import { Smartphone } from 'lucide-react';
import { useId } from 'react';
import { useMembers } from '#features/members';
import { useNumbers } from '#features/numbers';
import { UnsavedGuard } from '#frame/UnsavedGuard.tsx';
import { useRoleName } from '#frame/use-role-name.ts';
import { useDraft } from '#lib/use-draft.ts';
import { useFormat } from '#lib/use-format.ts';
import { Avatar } from '#ui/Avatar.tsx';
import { Button } from '#ui/Button.tsx';
import { Dialog } from '#ui/Dialog.tsx';
import { ErrorBanner } from '#ui/ErrorBanner.tsx';
import { Field } from '#ui/Field.tsx';
import { Input } from '#ui/Input.tsx';
import { PickField } from '#ui/PickField.tsx';
import { notify } from '#ui/toasts.ts';
import { useSaveTeam } from '../api/mutations.ts';

/** Makes a team, or changes one: its name, who is in it, which numbers it serves. */
export function TeamDialog({ team, teams, onClose }: { team: Team | null; teams: readonly Team[]; onClose: () => void }) {
  const { t } = useLingui();
  const format = useFormat();
  const formId = useId();
  const roleName = useRoleName();
  const members = useMembers();
  const numbers = useNumbers();
  const save = useSaveTeam();
  const draft = useDraft<CreateTeamRequest>({
    saved: { name: team?.name ?? '', member_ids: team?.member_ids ?? [], number_ids: team?.number_ids ?? [] },
    check: ({ name }) => new Map(name.trim() === '' ? [['name', t`Enter a name.`]] : []),
    save: async (value) => {
      const name = value.name.trim();
      await save.mutateAsync({ id: team?.id ?? null, team: { ...value, name } });
      notify({ title: team ? t`The team “${name}” is changed` : t`The team “${name}” is there` });
    },
    onSaved: onClose,
  });
  const { value } = draft;
  const isTaken =
    draft.error instanceof KabarError &&
    draft.error.code === 'conflict' &&
    teams.some((other) => other.id !== team?.id && other.name.toLocaleLowerCase() === value.name.trim().toLocaleLowerCase());
  return (
    <Dialog
      open
      keepOpen={draft.isDirty}
      onOpenChange={onClose}
      title={team ? t`Change the team` : t`New team`}
      action={
        <Button variant="primary" type="submit" form={formId} loading={draft.pending}>
          {team ? <Trans>Save</Trans> : <Trans>Create the team</Trans>}
        </Button>
      }
    >
      <form
        id={formId}
        noValidate
        className="flex flex-col gap-5"
        onSubmit={(event) => {
          event.preventDefault();
          draft.save();
        }}
      >
        <ErrorBanner error={isTaken ? null : draft.error} />
        <Field label={t`Name`} error={isTaken ? t`Another team has this name.` : draft.issues.get('name')}>
          <Input dir="auto" maxLength={100} value={value.name} onValueChange={(name) => draft.change({ ...value, name })} />
        </Field>
        <PickField
          label={t`Members`}
          hint={t`Each can be in several teams.`}
          addLabel={t`Add members`}
          placeholder={t`Find a member`}
          emptyText={t`Nobody of this name.`}
          options={(members.data ?? []).map((member) => ({
            value: member.id,
            label: member.name,
            hint: roleName(member),
            keywords: member.email,
            icon: <Avatar id={member.user_id} name={member.name} size="xs" />,
          }))}
          chosen={value.member_ids}
          onChosenChange={(ids) => draft.change({ ...value, member_ids: ids as CreateTeamRequest['member_ids'] /* ids of the list */ })}
        />
        <PickField
          label={t`Numbers`}
          hint={t`Without a number, the team works on the numbers that belong to no team.`}
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
          onChosenChange={(ids) => draft.change({ ...value, number_ids: ids as CreateTeamRequest['number_ids'] /* ids of the list */ })}
        />
      </form>
      <UnsavedGuard isDirty={draft.isDirtyNow} />
    </Dialog>
  );
}
