import type { ConsentSettings, ConsentWording } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { Button } from '#ui/Button.tsx';
import { DateTimeInput } from '#ui/DateTimeInput.tsx';
import { Dialog } from '#ui/Dialog.tsx';
import { ErrorBanner } from '#ui/ErrorBanner.tsx';
import { Field } from '#ui/Field.tsx';
import { Select } from '#ui/Select.tsx';
import { Textarea } from '#ui/Textarea.tsx';
import { notify } from '#ui/toasts.ts';
import { useAddWording } from '../api/queries.ts';
import { useConsentWords } from './use-consent-words.ts';

/** Props of WordingDialog. `from`: the version whose words it begins with. */
export interface WordingDialogProps {
  settings: ConsentSettings;
  purpose: string;
  from: ConsentWording | null;
  onClose: () => void;
}

/** Adds the next version of a wording, from now or from a day ahead. */
export function WordingDialog({ settings, purpose: first, from, onClose }: WordingDialogProps) {
  const { t } = useLingui();
  const words = useConsentWords();
  const add = useAddWording();
  const [purpose, setPurpose] = useState(first);
  const [texts, setTexts] = useState<Record<string, string>>(from?.texts ?? {});
  const [language, setLanguage] = useState<string>(Object.keys(texts)[0] ?? settings.default_language);
  const [validFrom, setValidFrom] = useState<string | null>(null);
  const [missing, setMissing] = useState(false);
  const written = Object.fromEntries(Object.entries(texts).filter(([, text]) => text.trim() !== ''));
  const tags = [...new Set<string>([...words.languages, ...Object.keys(texts)])];

  function save(): void {
    setMissing(Object.keys(written).length === 0);
    if (Object.keys(written).length === 0) return;
    add.mutate(
      { purpose, texts: written, ...(validFrom === null ? {} : { valid_from: validFrom }) },
      {
        onSuccess: ({ version }) => {
          notify({ title: t`Version ${version} added` });
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
      title={from === null ? t`Add a wording` : t`New version`}
      description={t`Versions that customers agreed to are never changed: this one follows them.`}
      action={
        <Button variant="primary" loading={add.isPending} onClick={save}>
          <Trans>Add</Trans>
        </Button>
      }
    >
      <div className="flex flex-col gap-4">
        <ErrorBanner error={add.error} />
        {from === null ? (
          <Field label={t`Purpose`}>
            <Select
              value={purpose}
              options={settings.purposes.map(({ key, name }) => ({ value: key, label: name }))}
              onValueChange={setPurpose}
            />
          </Field>
        ) : null}
        <Field label={t`Language`} hint={Object.keys(written).map(words.language).join(', ') || undefined}>
          <Select value={language} options={tags.map((tag) => ({ value: tag, label: words.language(tag) }))} onValueChange={setLanguage} />
        </Field>
        <Field label={t`Words`} error={missing ? t`Write the words in at least one language.` : undefined}>
          <Textarea
            dir="auto"
            rows={5}
            maxLength={4000}
            placeholder={t`for example: I want to hear about offers on WhatsApp. I can stop at any time.`}
            value={texts[language] ?? ''}
            onChange={(event) => {
              setMissing(false);
              setTexts({ ...texts, [language]: event.target.value });
            }}
          />
        </Field>
        <Field label={t`Holds from`} optional hint={t`Empty: from now.`}>
          <DateTimeInput value={validFrom} onValueChange={setValidFrom} />
        </Field>
      </div>
    </Dialog>
  );
}
