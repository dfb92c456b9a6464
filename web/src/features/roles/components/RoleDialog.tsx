import type { CreateRoleRequest, WorkspaceRole } from '@kabar/contract';
import { KabarError } from '@kabar/sdk';
import { Trans, useLingui } from '@lingui/react/macro';
import { useId } from 'react';
import { useSaveRole } from '#features/members';
import { UnsavedGuard } from '#frame/UnsavedGuard.tsx';
import { useDraft } from '#lib/use-draft.ts';
import { Banner } from '#ui/Banner.tsx';
import { Button } from '#ui/Button.tsx';
import { Dialog } from '#ui/Dialog.tsx';
import { ErrorBanner } from '#ui/ErrorBanner.tsx';
import { Field } from '#ui/Field.tsx';
import { Input } from '#ui/Input.tsx';
import { RadioGroup } from '#ui/RadioGroup.tsx';
import { notify } from '#ui/toasts.ts';
import { withSight } from '../fns/role-draft.ts';
import { ChosenField } from './ChosenField.tsx';
import { PermissionField } from './PermissionField.tsx';

/** Props of RoleDialog. `role` null: a new one, which begins as `start`. */
export interface RoleDialogProps {
  role: WorkspaceRole | null;
  start: CreateRoleRequest;
  roles: readonly WorkspaceRole[];
  onClose: () => void;
}

/** Makes a role, or changes one: its name, what its members see, and what they may do. */
export function RoleDialog({ role, start, roles, onClose }: RoleDialogProps) {
  const { t } = useLingui();
  const formId = useId();
  const save = useSaveRole();
  const draft = useDraft<CreateRoleRequest>({
    saved: start,
    isNew: role === null,
    check: ({ name }) => new Map(name.trim() === '' ? [['name', t`Enter a name.`]] : []),
    save: async (value) => {
      const name = value.name.trim();
      await save.mutateAsync({ id: role?.id ?? null, role: { ...value, name } });
      notify({ title: role ? t`The role “${name}” is changed` : t`The role “${name}” is there` });
    },
    onSaved: onClose,
  });
  const { value } = draft;
  const isTaken =
    draft.error instanceof KabarError &&
    draft.error.code === 'conflict' &&
    roles.some((other) => other.id !== role?.id && other.name.toLocaleLowerCase() === value.name.trim().toLocaleLowerCase());
  const count = role?.member_count ?? 0;
  return (
    <Dialog
      open
      keepOpen={draft.isDirty}
      size="lg"
      onOpenChange={onClose}
      title={role ? t`Change the role` : t`New role`}
      description={t`A role can allow at most what you may do yourself.`}
      footer={
        <>
          <Button onClick={onClose}>
            <Trans>Cancel</Trans>
          </Button>
          <Button variant="primary" type="submit" form={formId} loading={draft.pending}>
            {role ? <Trans>Save</Trans> : <Trans>Create the role</Trans>}
          </Button>
        </>
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
        {count > 0 ? (
          <Banner tone="info">
            <Trans>
              It counts at once for everybody who has the role. API keys they made lose what it no longer allows, and do not get it back by
              themselves.
            </Trans>
          </Banner>
        ) : null}
        <Field label={t`Name`} error={isTaken ? t`Another role has this name.` : draft.issues.get('name')}>
          <Input dir="auto" maxLength={60} value={value.name} onValueChange={(name) => draft.change({ ...value, name })} />
        </Field>
        <Field
          label={t`Description`}
          optional
          hint={t`What it is for, so that others give it rightly.`}
          error={draft.issues.get('description')}
        >
          <Input
            dir="auto"
            maxLength={300}
            value={value.description}
            onValueChange={(description) => draft.change({ ...value, description })}
          />
        </Field>
        <section className="flex flex-col gap-2">
          <h3 className="text-13 font-medium text-strong">
            <Trans>What its members see of the inbox</Trans>
          </h3>
          <RadioGroup
            cards
            label={t`What its members see of the inbox`}
            value={value.sight}
            onValueChange={(sight) => draft.change(withSight(value, sight))}
            options={[
              { value: 'all', label: t`Everything`, hint: <Trans>All numbers and all teams.</Trans> },
              { value: 'agents', label: t`What agents see`, hint: <Trans>As the rule under Teams and sight says.</Trans> },
              {
                value: 'chosen',
                label: t`Chosen numbers and teams`,
                hint: <Trans>The rest does not exist for them: not in lists, search, files, counts or live news.</Trans>,
              },
            ]}
          />
          {value.sight === 'chosen' ? (
            <div className="pt-2">
              <ChosenField value={value} onValueChange={(chosen) => draft.change({ ...value, ...chosen })} />
              {value.number_ids.length + value.team_ids.length === 0 ? (
                <p className="mt-2 text-13 text-warn">
                  <Trans>With nothing chosen, they see only what is assigned to them.</Trans>
                </p>
              ) : null}
            </div>
          ) : null}
        </section>
        <section className="flex flex-col gap-2">
          <h3 className="text-13 font-medium text-strong">
            <Trans>What they may do</Trans>
          </h3>
          <PermissionField value={value} onValueChange={draft.change} />
        </section>
      </form>
      <UnsavedGuard isDirty={draft.isDirtyNow} />
    </Dialog>
  );
}
