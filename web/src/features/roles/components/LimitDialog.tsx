import type { Member, SightLimits } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { useId } from 'react';
import { useLimitMember } from '#features/members';
import { UnsavedGuard } from '#frame/UnsavedGuard.tsx';
import { useDraft } from '#lib/use-draft.ts';
import { Button } from '#ui/Button.tsx';
import { Dialog } from '#ui/Dialog.tsx';
import { ErrorBanner } from '#ui/ErrorBanner.tsx';
import { RadioGroup } from '#ui/RadioGroup.tsx';
import { notify } from '#ui/toasts.ts';
import { ChosenField } from './ChosenField.tsx';

type Draft = SightLimits & { isLimited: boolean };

/** Limits what one member sees, beside what their role says. */
export function LimitDialog({ member, onClose }: { member: Member; onClose: () => void }) {
  const { t } = useLingui();
  const formId = useId();
  const limit = useLimitMember();
  const { name, limits } = member;
  const draft = useDraft<Draft>({
    saved: { isLimited: limits !== null, number_ids: limits?.number_ids ?? [], team_ids: limits?.team_ids ?? [] },
    save: async ({ isLimited, ...chosen }) => {
      await limit.mutateAsync({ memberId: member.id, limits: isLimited ? chosen : null });
      notify({ title: isLimited ? t`${name} sees the chosen numbers and teams` : t`${name} sees what the role allows` });
    },
    onSaved: onClose,
  });
  const { value } = draft;
  return (
    <Dialog
      open
      keepOpen={draft.isDirty}
      onOpenChange={onClose}
      title={t`What ${name} sees`}
      description={t`Beside what the role says. What is assigned to somebody they always see.`}
      footer={
        <>
          <Button onClick={onClose}>
            <Trans>Cancel</Trans>
          </Button>
          <Button variant="primary" type="submit" form={formId} loading={draft.pending}>
            <Trans>Save</Trans>
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
        <ErrorBanner error={draft.error} />
        <RadioGroup
          cards
          label={t`What ${name} sees`}
          value={value.isLimited ? 'chosen' : 'all'}
          onValueChange={(choice) => draft.change({ ...value, isLimited: choice === 'chosen' })}
          options={[
            { value: 'all', label: t`As the role says`, hint: <Trans>No limits of their own.</Trans> },
            {
              value: 'chosen',
              label: t`Chosen numbers and teams only`,
              hint: (
                <Trans>
                  They also lose what concerns the whole workspace, such as reports, exports and settings, and so do API keys they made.
                </Trans>
              ),
            },
          ]}
        />
        {value.isLimited ? <ChosenField value={value} onValueChange={(chosen) => draft.change({ ...value, ...chosen })} /> : null}
      </form>
      <UnsavedGuard isDirty={draft.isDirtyNow} />
    </Dialog>
  );
}
