import type { SuppressionScope } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { useState, type FormEvent } from 'react';
import { Button } from '#ui/Button.tsx';
import { Dialog } from '#ui/Dialog.tsx';
import { ErrorBanner } from '#ui/ErrorBanner.tsx';
import { Field } from '#ui/Field.tsx';
import { Input } from '#ui/Input.tsx';
import { RadioGroup } from '#ui/RadioGroup.tsx';
import { Textarea } from '#ui/Textarea.tsx';
import { notify } from '#ui/toasts.ts';
import { useAddSuppression } from '../api/queries.ts';
import { useConsentWords } from './use-consent-words.ts';

/** Adds a phone number to the suppression list, with how one knows. */
export function SuppressDialog({ onClose }: { onClose: () => void }) {
  const { t } = useLingui();
  const words = useConsentWords();
  const add = useAddSuppression();
  const [phone, setPhone] = useState('');
  const [reason, setReason] = useState('');
  const [scope, setScope] = useState<SuppressionScope>('marketing');
  const [tried, setTried] = useState(false);
  const phoneError = phone.replaceAll(/\D/g, '').length < 7 ? t`Write the whole number with its country code.` : undefined;
  const reasonError = reason.trim().length < 3 ? t`Write how you know, in a few words.` : undefined;

  function save(event: FormEvent): void {
    event.preventDefault();
    setTried(true);
    if (phoneError !== undefined || reasonError !== undefined) return;
    add.mutate(
      { phone: phone.trim(), scope, reason: reason.trim() },
      {
        onSuccess: () => {
          notify({ title: t`The number is suppressed` });
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
      title={t`Add a number`}
      description={t`Whether it is a contact or not. It counts for the very next message.`}
      action={
        <Button variant="primary" type="submit" form="suppress" loading={add.isPending}>
          <Trans>Suppress</Trans>
        </Button>
      }
    >
      <form id="suppress" noValidate className="flex flex-col gap-4" onSubmit={save}>
        <ErrorBanner error={add.error} />
        <Field label={t`Phone number`} error={tried ? phoneError : undefined}>
          <Input type="tel" inputMode="tel" placeholder="+62 812 …" value={phone} onValueChange={setPhone} />
        </Field>
        <RadioGroup
          label={t`What is not sent`}
          cards
          value={scope}
          onValueChange={setScope}
          options={[
            { value: 'marketing', label: words.scopes.marketing, hint: t`Orders, appointments, codes and answers still go out.` },
            { value: 'all', label: words.scopes.all, hint: t`Nothing goes out to this person, not even answers.` },
          ]}
        />
        <Field label={t`How you know`} hint={t`Kept as evidence, sealed.`} error={tried ? reasonError : undefined}>
          <Textarea
            dir="auto"
            maxLength={500}
            value={reason}
            placeholder={t`for example: told us on the phone on 12 March`}
            onChange={(event) => setReason(event.target.value)}
          />
        </Field>
      </form>
    </Dialog>
  );
}
