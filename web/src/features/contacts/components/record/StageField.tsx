import type { Contact } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { useStages } from '#features/attributes';
import { usePermission } from '#features/session';
import { errorSentence } from '#lib/present-error.ts';
import { Select } from '#ui/Select.tsx';
import { notify } from '#ui/toasts.ts';
import { useUpdateContact } from '../../api/mutations.ts';

const none = 'none';

/** The step of the way a contact is at; a choice counts at once. */
export function StageField({ contact }: { contact: Pick<Contact, 'id' | 'stage_id'> }) {
  const { t, i18n } = useLingui();
  const mayWrite = usePermission('contacts:write');
  const { data: stages = [] } = useStages();
  const update = useUpdateContact(contact.id);
  const current = stages.find(({ id }) => id === contact.stage_id);
  if (stages.length === 0) {
    return (
      <p className="text-13 text-weak">
        <Trans>Stages are the steps a customer goes, such as lead and regular. A manager defines them.</Trans>
      </p>
    );
  }
  if (!mayWrite) return <p className="text-13 text-strong">{current?.name ?? t`No stage`}</p>;
  return (
    <Select
      label={t`Stage`}
      size="sm"
      value={contact.stage_id ?? none}
      onValueChange={(id) =>
        update.mutate(
          { stage_id: stages.find((stage) => stage.id === id)?.id ?? null },
          { onError: (error) => notify({ tone: 'bad', title: t`Not changed`, description: errorSentence(error, i18n) }) },
        )
      }
      options={[{ value: none, label: t`No stage` }, ...stages.map((stage) => ({ value: stage.id as string, label: stage.name }))]}
    />
  );
}
