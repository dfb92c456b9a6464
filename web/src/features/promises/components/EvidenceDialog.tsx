import { EVIDENCE_KINDS, type Evidence, type EvidenceKind } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { useState, type FormEvent } from 'react';
import { errorSentence, fieldIssues } from '#lib/present-error.ts';
import { Button } from '#ui/Button.tsx';
import { Dialog } from '#ui/Dialog.tsx';
import { Field } from '#ui/Field.tsx';
import { Input } from '#ui/Input.tsx';
import { Select } from '#ui/Select.tsx';
import { notify } from '#ui/toasts.ts';
import { useSaveEvidence, type PromiseSource } from '../api/source.ts';
import { usePromiseWords } from '../fns/use-promise-words.ts';

/** Adds or changes a dated record. */
export function EvidenceDialog({ source, evidence, onClose }: { source: PromiseSource; evidence: Evidence | null; onClose: () => void }) {
  const { t, i18n } = useLingui();
  const { kinds } = usePromiseWords();
  const save = useSaveEvidence(source);
  const [kind, setKind] = useState<EvidenceKind>(evidence?.kind ?? 'security_audit');
  const issues = save.isError ? fieldIssues(save.error) : [];
  const errorOf = (path: string): string | undefined =>
    issues.some((issue) => issue.path === path)
      ? {
          link: t`Give an address that begins with https://.`,
          reference: t`Say where the document is: a link or a reference.`,
          expires_on: t`The last day must come after the first.`,
        }[path]
      : undefined;
  const known = ['link', 'reference', 'expires_on'].some((path) => errorOf(path) !== undefined);

  function handleSubmit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const text = (name: string): string => {
      const value = data.get(name);
      return typeof value === 'string' ? value.trim() : '';
    };
    save.mutate(
      {
        id: evidence?.id ?? null,
        input: {
          kind,
          title: text('title'),
          owner: text('owner'),
          link: text('link') === '' ? null : text('link'),
          reference: text('reference') === '' ? null : text('reference'),
          issued_on: text('issued_on'),
          expires_on: text('expires_on'),
          remind_days: Number(text('remind_days')),
        },
      },
      {
        onSuccess: () => {
          notify({ title: evidence === null ? t`Evidence added` : t`Evidence changed` });
          onClose();
        },
      },
    );
  }

  return (
    <Dialog
      open
      keepOpen
      onOpenChange={onClose}
      title={evidence === null ? <Trans>Add evidence</Trans> : <Trans>Change evidence</Trans>}
      description={kinds[kind].hint}
      action={
        <Button variant="primary" type="submit" form="evidence" loading={save.isPending}>
          <Trans>Save</Trans>
        </Button>
      }
    >
      <form id="evidence" onSubmit={handleSubmit} className="flex flex-col gap-4">
        <Field label={<Trans>What it is</Trans>}>
          <Select
            value={kind}
            disabled={evidence !== null}
            options={EVIDENCE_KINDS.map((one) => ({ value: one, label: kinds[one].name, hint: kinds[one].hint }))}
            onValueChange={setKind}
          />
        </Field>
        <Field label={<Trans>Name</Trans>} hint={<Trans>For example “Penetration test, spring 2026”.</Trans>}>
          <Input name="title" required maxLength={200} defaultValue={evidence?.title ?? ''} />
        </Field>
        <Field label={<Trans>Who looks after it</Trans>}>
          <Input name="owner" required maxLength={200} defaultValue={evidence?.owner ?? ''} />
        </Field>
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label={<Trans>First day</Trans>}>
            <Input name="issued_on" type="date" required defaultValue={evidence?.issued_on ?? ''} />
          </Field>
          <Field label={<Trans>Last day</Trans>} error={errorOf('expires_on')}>
            <Input name="expires_on" type="date" required defaultValue={evidence?.expires_on ?? ''} />
          </Field>
        </div>
        <Field label={<Trans>Link to the document</Trans>} optional error={errorOf('link')}>
          <Input name="link" type="url" maxLength={500} placeholder="https://" defaultValue={evidence?.link ?? ''} />
        </Field>
        <Field label={<Trans>Or its number or place</Trans>} optional error={errorOf('reference')}>
          <Input name="reference" maxLength={200} defaultValue={evidence?.reference ?? ''} />
        </Field>
        <Field
          label={<Trans>Remind how many days before</Trans>}
          hint={<Trans>Members who decide about privacy hear of it by bell and mail, and once more when it has run out.</Trans>}
        >
          <Input name="remind_days" type="number" min={1} max={180} required defaultValue={String(evidence?.remind_days ?? 30)} />
        </Field>
        {save.isError && !known ? (
          <p role="alert" className="text-13 text-bad">
            {errorSentence(save.error, i18n)}
          </p>
        ) : null}
      </form>
    </Dialog>
  );
}
