import type { Contact } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { useNavigate } from '@tanstack/react-router';
import { useId, useState, type FormEvent } from 'react';
import { contactLabel } from '#lib/contact-label.ts';
import { Button } from '#ui/Button.tsx';
import { Dialog } from '#ui/Dialog.tsx';
import { ErrorBanner } from '#ui/ErrorBanner.tsx';
import { Field } from '#ui/Field.tsx';
import { Input } from '#ui/Input.tsx';
import { Textarea } from '#ui/Textarea.tsx';
import { useReportChild } from '../../api/mutations.ts';

/** Asks before somebody's data is erased because they are a child, and says that this cannot be stopped. */
export function ChildReportDialog({ contact, onClose }: { contact: Contact; onClose: () => void }) {
  const { t } = useLingui();
  const formId = useId();
  const navigate = useNavigate();
  const [age, setAge] = useState('');
  const [note, setNote] = useState('');
  const report = useReportChild(contact.id);
  const name = contactLabel(contact) ?? t`this contact`;
  const years = age.trim() === '' ? undefined : Number(age);
  const isAge = years === undefined || (Number.isInteger(years) && years >= 0 && years <= 120);

  function handleSubmit(event: FormEvent): void {
    event.preventDefault();
    if (!isAge) return;
    report.mutate(
      { ...(years === undefined ? {} : { age: years }), ...(note.trim() === '' ? {} : { note: note.trim() }) },
      {
        onSuccess: (request) =>
          void navigate({
            from: '/w/$slug',
            to: '/w/$slug/privacy/requests/$requestId',
            params: (previous) => ({ ...previous, requestId: request.id }),
          }),
      },
    );
  }

  return (
    <Dialog
      open
      keepOpen
      onOpenChange={onClose}
      title={t`Is ${name} a child?`}
      description={t`Then their data must not stay here without a parent who agreed.`}
      footer={
        <>
          <Button onClick={onClose}>
            <Trans>Go back</Trans>
          </Button>
          <Button variant="danger" type="submit" form={formId} disabled={!isAge} loading={report.isPending}>
            <Trans>Report and erase</Trans>
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={handleSubmit} className="flex flex-col gap-4">
        <ErrorBanner error={report.error} />
        <p className="text-14 text-normal">
          <Trans>
            Nothing is sent to {name} any more, and everything about them is erased within a minute. This cannot be stopped or undone. What
            the law makes you keep is named on the receipt.
          </Trans>
        </p>
        <Field label={t`How old are they?`} optional error={isAge ? undefined : t`Enter an age in years.`}>
          <Input inputMode="numeric" value={age} onValueChange={setAge} maxLength={3} className="w-24" />
        </Field>
        <Field label={t`How did you learn of it?`} optional hint={t`Stands in the request; it goes with the data of the person.`}>
          <Textarea value={note} onChange={(event) => setNote(event.target.value)} maxLength={1_000} rows={2} />
        </Field>
      </form>
    </Dialog>
  );
}
