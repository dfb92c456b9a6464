import type { Tag } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { useFormat } from '#lib/use-format.ts';
import { Button } from '#ui/Button.tsx';
import { Combobox } from '#ui/Combobox.tsx';
import { Dialog } from '#ui/Dialog.tsx';
import { ErrorBanner } from '#ui/ErrorBanner.tsx';
import { Field } from '#ui/Field.tsx';
import { notify } from '#ui/toasts.ts';
import { useMergeTags } from '../api/mutations.ts';

/** Makes one tag of two: everything with the first gets the second. */
export function MergeDialog({ tag, tags, onClose }: { tag: Tag; tags: readonly Tag[]; onClose: () => void }) {
  const { t } = useLingui();
  const format = useFormat();
  const merge = useMergeTags();
  const [into, setInto] = useState<string | null>(null);
  const [missing, setMissing] = useState(false);
  const target = tags.find((other) => other.id === into);
  const name = tag.name;
  const targetName = target?.name ?? '';
  const contacts = format.number(tag.contact_count);
  const conversations = format.number(tag.conversation_count);
  return (
    <Dialog
      open
      size="sm"
      onOpenChange={onClose}
      title={t`Merge “${name}” into another tag`}
      description={t`This cannot be undone.`}
      action={
        <Button
          variant="danger"
          loading={merge.isPending}
          onClick={() => {
            setMissing(target === undefined);
            if (!target) return;
            merge.mutate(
              { from: tag.id, into: target.id },
              {
                onSuccess: () => {
                  notify({ title: t`“${name}” is now “${targetName}”` });
                  onClose();
                },
              },
            );
          }}
        >
          <Trans>Merge</Trans>
        </Button>
      }
    >
      <div className="flex flex-col gap-4">
        <ErrorBanner error={merge.error} />
        <Field label={t`The tag that stays`} error={missing && !target ? t`Choose a tag.` : undefined}>
          <Combobox
            value={into}
            onValueChange={setInto}
            emptyText={t`No tag of this name.`}
            options={tags.filter((other) => other.id !== tag.id).map((other) => ({ value: other.id, label: other.name }))}
          />
        </Field>
        <p className="text-14">
          <Trans>
            {contacts} contacts and {conversations} conversations with “{name}” get the other tag. “{name}” is then gone.
          </Trans>
        </p>
      </div>
    </Dialog>
  );
}
