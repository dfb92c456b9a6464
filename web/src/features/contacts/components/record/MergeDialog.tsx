import type { AttributeValue, Contact, MergePreview } from '@kabar/contract';
import { plural } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { ArrowRight } from 'lucide-react';
import { useState } from 'react';
import { useAttributes, useStages } from '#features/attributes';
import { contactLabel } from '#lib/contact-label.ts';
import { errorSentence } from '#lib/present-error.ts';
import { Button } from '#ui/Button.tsx';
import { Dialog } from '#ui/Dialog.tsx';
import { ErrorBanner } from '#ui/ErrorBanner.tsx';
import { ErrorState } from '#ui/ErrorState.tsx';
import { RadioGroup } from '#ui/RadioGroup.tsx';
import { RowSkeletons } from '#ui/Skeleton.tsx';
import { notify } from '#ui/toasts.ts';
import { useMerge, useUndoMerge } from '../../api/mutations.ts';
import { useMergePreview } from '../../api/queries.ts';
import { ContactName } from '../ContactName.tsx';
import { useAttributeText } from '../use-attribute-text.ts';
import { ContactPicker } from './ContactPicker.tsx';

/** Props of MergeDialog. `otherId` is null while the other contact is being looked for. */
export interface MergeDialogProps {
  contact: Contact;
  otherId: string | null;
  onChoose: (otherId: string | null) => void;
  onClose: () => void;
}

type Keep = Record<string, 'this' | 'other'>;

function Conflicts({ preview, keep, onKeep }: { preview: MergePreview; keep: Keep; onKeep: (keep: Keep) => void }) {
  const { t } = useLingui();
  const { data: attributes = [] } = useAttributes();
  const { data: stages = [] } = useStages();
  const textOf = useAttributeText();
  const labelOf = (field: string): string =>
    field === 'name'
      ? t`Name`
      : field === 'stage'
        ? t`Stage`
        : (attributes.find(({ key }) => `attributes.${key}` === field)?.label ?? field);
  function valueOf(field: string, value: AttributeValue | null): string {
    if (value === null) return '–';
    if (field === 'stage') return stages.find(({ id }) => id === value)?.name ?? t`a former stage`;
    const attribute = attributes.find(({ key }) => `attributes.${key}` === field);
    return attribute ? textOf(attribute, value) : String(value);
  }
  return (
    <div className="flex flex-col gap-3">
      <h3 className="text-13 font-semibold text-strong">
        <Trans>Both have a value. Which one stays?</Trans>
      </h3>
      {preview.conflicts.map(({ field, this: own, other }) => {
        const label = labelOf(field);
        return (
          <fieldset key={field} className="flex flex-col gap-1.5">
            <legend className="mb-1 text-13 text-weak">{label}</legend>
            <RadioGroup
              label={label}
              value={keep[field] ?? 'this'}
              onValueChange={(choice) => onKeep({ ...keep, [field]: choice })}
              options={[
                { value: 'this', label: <span dir="auto">{valueOf(field, own)}</span> },
                { value: 'other', label: <span dir="auto">{valueOf(field, other)}</span> },
              ]}
            />
          </fieldset>
        );
      })}
    </div>
  );
}

function Moves({ preview }: { preview: MergePreview }) {
  const { t } = useLingui();
  const { moved } = preview;
  const lines = [
    moved.identifiers > 0 ? t`${plural(moved.identifiers, { one: '# number or id', other: '# numbers and ids' })}` : null,
    moved.conversations > 0 ? t`${plural(moved.conversations, { one: '# conversation', other: '# conversations' })}` : null,
    moved.messages > 0 ? t`${plural(moved.messages, { one: '# message', other: '# messages' })}` : null,
    moved.notes > 0 ? t`${plural(moved.notes, { one: '# note', other: '# notes' })}` : null,
    moved.tags > 0 ? t`${plural(moved.tags, { one: '# tag', other: '# tags' })}` : null,
    moved.attributes > 0 ? t`${plural(moved.attributes, { one: '# attribute', other: '# attributes' })}` : null,
  ].filter((line) => line !== null);
  return (
    <div>
      <h3 className="text-13 font-semibold text-strong">
        <Trans>What comes over</Trans>
      </h3>
      <p className="text-13 text-normal">{lines.length === 0 ? t`Nothing but the link to this contact.` : lines.join(', ')}</p>
      {moved.joined_conversations > 0 ? (
        <p className="text-13 text-weak">
          {t`${plural(moved.joined_conversations, {
            one: '# conversation is on the same number of yours: the two become one.',
            other: '# conversations are on the same numbers of yours: they become one each.',
          })}`}
        </p>
      ) : null}
    </div>
  );
}

function Decide({
  contact,
  otherId,
  onChoose,
  onClose,
}: {
  contact: Contact;
  otherId: string;
  onChoose: (otherId: string | null) => void;
  onClose: () => void;
}) {
  const { t, i18n } = useLingui();
  const query = useMergePreview(contact.id, otherId);
  const merge = useMerge(contact.id);
  const undo = useUndoMerge(contact.id);
  const [keep, setKeep] = useState<Keep>({});
  const preview = query.data;
  if (!preview) {
    return query.error ? (
      <ErrorState error={query.error} onRetry={() => void query.refetch()} />
    ) : (
      <RowSkeletons label={t`Loading what a merge would do`} rows={3} />
    );
  }
  const { other } = preview;

  function send(): void {
    merge.mutate(
      { other: other.id, keep },
      {
        onSuccess: ({ id }) => {
          onClose();
          notify({
            title: t`The contacts are one`,
            description: t`It can be taken apart again on this page at any time.`,
            action: {
              label: t`Undo`,
              onClick: () =>
                undo.mutate(id, {
                  onError: (error) => notify({ tone: 'bad', title: t`Not undone`, description: errorSentence(error, i18n) }),
                }),
            },
          });
        },
      },
    );
  }

  return (
    <div className="flex flex-col gap-4">
      <ErrorBanner error={merge.error} />
      <div className="flex flex-wrap items-center gap-3 rounded-card border border-line p-3">
        <span className="min-w-0 flex-1 basis-48">
          <ContactName contact={other} />
        </span>
        <ArrowRight aria-label={t`goes into`} className="size-4 shrink-0 text-weak max-sm:rotate-90" />
        <span className="min-w-0 flex-1 basis-48">
          <ContactName contact={contact} />
        </span>
      </div>
      <Moves preview={preview} />
      {preview.conflicts.length > 0 ? <Conflicts preview={preview} keep={keep} onKeep={setKeep} /> : null}
      <p className="text-13 text-weak">
        <Trans>What each agreed to or stopped is kept; the stricter one counts. Links to the other contact lead here.</Trans>
      </p>
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={() => onChoose(null)}>
          <Trans>Choose another</Trans>
        </Button>
        <Button variant="primary" loading={merge.isPending} onClick={send}>
          <Trans>Merge into one contact</Trans>
        </Button>
      </div>
    </div>
  );
}

/** Makes two contacts one: find the other, see what moves, decide what both have. */
export function MergeDialog({ contact, otherId, onChoose, onClose }: MergeDialogProps) {
  const { t } = useLingui();
  const name = contactLabel(contact) ?? t`No name`;
  return (
    <Dialog
      open
      keepOpen={otherId !== null}
      onOpenChange={onClose}
      title={t`Merge with ${name}`}
      description={t`For one person who is here twice. ${name} stays; the other goes into it.`}
    >
      {otherId === null ? (
        <ContactPicker exceptId={contact.id} onPick={({ id }) => onChoose(id)} />
      ) : (
        <Decide key={otherId} contact={contact} otherId={otherId} onChoose={onChoose} onClose={onClose} />
      )}
    </Dialog>
  );
}
