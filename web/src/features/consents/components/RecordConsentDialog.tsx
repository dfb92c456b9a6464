import type { ConsentStateName, ConsentWording } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { Banner } from '#ui/Banner.tsx';
import { Button } from '#ui/Button.tsx';
import { DateTimeInput } from '#ui/DateTimeInput.tsx';
import { Dialog } from '#ui/Dialog.tsx';
import { ErrorBanner } from '#ui/ErrorBanner.tsx';
import { Field } from '#ui/Field.tsx';
import { RadioGroup } from '#ui/RadioGroup.tsx';
import { Select } from '#ui/Select.tsx';
import { Textarea } from '#ui/Textarea.tsx';
import { notify } from '#ui/toasts.ts';
import { useRecordConsent } from '../api/mutations.ts';
import { usePurposes, useWordings } from '../api/queries.ts';
import { useConsentWords } from './use-consent-words.ts';

/** Props of RecordConsentDialog. `stopped` are the purposes that a stop holds for. */
export interface RecordConsentDialogProps {
  contactId: string;
  stopped: readonly string[];
  onClose: () => void;
}

const noWording = 'none';

/** Writes down what a customer said about a purpose, where they said it, and how one knows. */
export function RecordConsentDialog({ contactId, stopped, onClose }: RecordConsentDialogProps) {
  const { t, i18n } = useLingui();
  const words = useConsentWords();
  const { data: purposes = [] } = usePurposes();
  const { data: wordings = [] } = useWordings();
  const record = useRecordConsent(contactId);
  const [purpose, setPurpose] = useState('marketing');
  const [answer, setAnswer] = useState<'yes' | 'no'>('yes');
  const [source, setSource] = useState<'agent' | 'form' | 'paper'>('agent');
  const [text, setText] = useState('');
  const [at, setAt] = useState<string | null>(null);
  const [wordingId, setWordingId] = useState<ConsentWording['id'] | null>(null);
  const [tried, setTried] = useState(false);
  const wasStopped = stopped.includes(purpose);
  const state: ConsentStateName = answer === 'yes' ? (wasStopped ? 'resumed' : 'given') : 'withdrawn';
  const keys = [...new Set(['marketing', 'messages', ...purposes.map(({ key }) => key)])];
  const versions = wordings.filter((wording) => wording.purpose === purpose);
  // A stop needs no proof; whoever says that somebody agreed has to know it from somewhere.
  const needsText = answer === 'yes' && text.trim().length < 3;

  function send(): void {
    setTried(true);
    if (needsText) return;
    record.mutate(
      {
        purpose,
        state,
        source,
        ...(answer === 'yes' ? { legal_basis: 'consent' as const } : {}),
        ...(answer === 'yes' && wordingId !== null ? { wording_id: wordingId } : {}),
        ...(text.trim().length < 3 ? {} : { evidence: { text: text.trim() } }),
        ...(at === null ? {} : { occurred_at: at }),
      },
      {
        onSuccess: () => {
          notify({ title: t`Written down` });
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
      title={t`What did the customer say?`}
      description={t`It is kept for good, with who wrote it down and when.`}
      action={
        <Button variant="primary" type="submit" form="consent-form" loading={record.isPending}>
          <Trans>Write it down</Trans>
        </Button>
      }
    >
      <form
        id="consent-form"
        noValidate
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        <ErrorBanner error={record.error} />
        <Field label={t`About what`}>
          <Select
            value={purpose}
            onValueChange={(next) => {
              setPurpose(next);
              setWordingId(null);
            }}
            options={keys.map((key) => ({ value: key, label: words.purpose(key) }))}
          />
        </Field>
        <RadioGroup
          label={t`What they said`}
          value={answer}
          onValueChange={setAnswer}
          options={[
            { value: 'yes', label: wasStopped ? t`They want it again` : t`They agree` },
            { value: 'no', label: t`They do not want it (any more)`, hint: t`Counts at once and needs no proof.` },
          ]}
        />
        {answer === 'yes' && wasStopped ? (
          <Banner tone="info">
            <Trans>They had stopped it. It counts only when they said so after the stop, and when it is written below how you know.</Trans>
          </Banner>
        ) : null}
        <Field label={t`How they said it`}>
          <Select
            value={source}
            onValueChange={setSource}
            options={[
              { value: 'agent', label: t`They told somebody of you` },
              { value: 'form', label: t`In a form` },
              { value: 'paper', label: t`On paper` },
            ]}
          />
        </Field>
        <Field
          label={t`How you know`}
          optional={answer === 'no'}
          hint={t`In your own words, e.g. “signed at the counter, form 214”. It is what you would show an authority.`}
          error={tried && needsText ? t`Write how you know that they agreed.` : undefined}
        >
          <Textarea dir="auto" maxLength={2000} value={text} onChange={(event) => setText(event.target.value)} />
        </Field>
        {answer === 'yes' && versions.length > 0 ? (
          <Field label={t`Words they agreed to`} optional>
            <Select
              value={wordingId ?? noWording}
              onValueChange={(id) => setWordingId(versions.find((wording) => wording.id === id)?.id ?? null)}
              options={[
                { value: noWording, label: t`Other words, or not known` },
                ...versions.map(({ id, version, texts }) => ({
                  value: id as string,
                  label: t`Version ${version}`,
                  hint: (texts[i18n.locale] ?? Object.values(texts)[0] ?? '').slice(0, 120),
                })),
              ]}
            />
          </Field>
        ) : null}
        <Field label={t`When`} optional hint={t`Empty: now.`}>
          <DateTimeInput value={at} max={new Date().toISOString()} onValueChange={setAt} />
        </Field>
      </form>
    </Dialog>
  );
}
