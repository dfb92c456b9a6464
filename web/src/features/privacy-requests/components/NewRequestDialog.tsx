import type { FormMessage, PrivacyRequestKind } from '@kabar/contract';
import { PRIVACY_REQUEST_KINDS } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { Button } from '#ui/Button.tsx';
import { Checkbox } from '#ui/Checkbox.tsx';
import { DateTimeInput } from '#ui/DateTimeInput.tsx';
import { Dialog } from '#ui/Dialog.tsx';
import { ErrorBanner } from '#ui/ErrorBanner.tsx';
import { Field } from '#ui/Field.tsx';
import { Input } from '#ui/Input.tsx';
import { Select } from '#ui/Select.tsx';
import { Textarea } from '#ui/Textarea.tsx';
import { notify } from '#ui/toasts.ts';
import { useCreateRequest } from '../api/mutations.ts';
import { useRequestWords } from './use-request-words.ts';

/** Letters of what somebody asked for in their own words. */
const mostWords = 4_000;

/** Records what somebody asked for by word, letter or call, or in the message of the contact form `from`, so that its clock runs. */
export function NewRequestDialog({ onClose, from }: { onClose: () => void; from?: FormMessage | undefined }) {
  const { t } = useLingui();
  const words = useRequestWords();
  const navigate = useNavigate();
  const create = useCreateRequest();
  const [kind, setKind] = useState<PrivacyRequestKind>('access');
  const [name, setName] = useState(from?.content?.name ?? '');
  const [phone, setPhone] = useState(from?.content?.phone ?? '');
  const [email, setEmail] = useState(from?.content?.email ?? '');
  const [note, setNote] = useState((from?.content?.message ?? '').slice(0, mostWords));
  const [at, setAt] = useState<string | null>(null);
  const [isChild, setIsChild] = useState(false);
  const [tried, setTried] = useState(false);
  const filled = (key: string, value: string): Record<string, string> => (value.trim() === '' ? {} : { [key]: value.trim() });
  const isUnreachable = phone.trim() === '' && email.trim() === '';

  // Waited for here, not by callbacks of the mutation: the message it is made from leaves the page at once, and takes this dialog along.
  async function send(): Promise<void> {
    setTried(true);
    if (isUnreachable) return;
    const body = {
      kind,
      ...filled('name', name),
      ...filled('phone', phone),
      ...filled('email', email),
      ...filled('note', note),
      ...(from === undefined ? (at === null ? {} : { received_at: at }) : { form_message_id: from.id }),
      ...(isChild ? { is_child: true } : {}),
    };
    const request = await create.mutateAsync(body).catch(() => null); // the banner says why
    if (request === null) return;
    notify({ title: t`Recorded. The clock runs.` });
    onClose();
    void navigate({ from: '/w/$slug', to: '/w/$slug/privacy/requests/$requestId', params: { requestId: request.id } });
  }

  return (
    <Dialog
      open
      keepOpen
      onOpenChange={onClose}
      title={t`Record a request`}
      description={
        from === undefined
          ? t`For what reached you by word of mouth, letter or call. The clock runs from when it reached you.`
          : t`They asked in your contact form. The clock runs from when they sent it, and the message counts as answered.`
      }
      action={
        <Button variant="primary" type="submit" form="request-form" loading={create.isPending}>
          <Trans>Record it</Trans>
        </Button>
      }
    >
      <form
        id="request-form"
        noValidate
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <ErrorBanner error={create.error} />
        <Field label={t`What do they want?`}>
          <Select
            value={kind}
            onValueChange={setKind}
            options={PRIVACY_REQUEST_KINDS.map((value) => ({ value, label: words.kindName(value) }))}
          />
        </Field>
        <Field
          label={t`Phone number`}
          error={tried && isUnreachable ? t`A phone number or a mail address, please: who asks has to be found.` : undefined}
        >
          <Input value={phone} onValueChange={setPhone} inputMode="tel" />
        </Field>
        <Field label={t`Mail address`} optional>
          <Input value={email} onValueChange={setEmail} inputMode="email" />
        </Field>
        <Field label={t`Name`} optional>
          <Input value={name} onValueChange={setName} />
        </Field>
        <Field label={t`In their words`} optional>
          <Textarea value={note} onChange={(event) => setNote(event.target.value)} rows={3} maxLength={mostWords} />
        </Field>
        {from === undefined ? (
          <Field label={t`When it reached you`} optional hint={t`Left out: now.`}>
            <DateTimeInput value={at} onValueChange={setAt} max={new Date().toISOString()} aria-label={t`When it reached you`} />
          </Field>
        ) : null}
        <Checkbox checked={isChild} onCheckedChange={setIsChild} label={t`It is about a child`} hint={t`An erasure then begins at once.`} />
      </form>
    </Dialog>
  );
}
