import type { ConsentLanguage, ConsentSettings } from '@kabar/contract';
import { useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { useWorkspace } from '#features/session';
import { SettingsForm } from '#frame/SettingsForm.tsx';
import { useDraft } from '#lib/use-draft.ts';
import { Card } from '#ui/Card.tsx';
import { Field } from '#ui/Field.tsx';
import { Input } from '#ui/Input.tsx';
import { PhoneBubble } from '#ui/PhoneBubble.tsx';
import { PhoneFrame } from '#ui/PhoneFrame.tsx';
import { Select } from '#ui/Select.tsx';
import { Switch } from '#ui/Switch.tsx';
import { Textarea } from '#ui/Textarea.tsx';
import { notify } from '#ui/toasts.ts';
import { useUpdateConsentSettings } from '../api/queries.ts';
import { useConsentWords } from './use-consent-words.ts';

type Texts = Partial<Record<ConsentLanguage, string>>;
interface ConfirmationsDraft {
  confirm: boolean;
  days: string;
  language: ConsentLanguage;
  stop: Texts;
  start: Texts;
}

const examples: Record<ConsentLanguage, { stop: string; start: string }> = {
  en: { stop: 'STOP', start: 'START' },
  id: { stop: 'BERHENTI', start: 'MULAI' },
  hi: { stop: 'बंद करें', start: 'शुरू' },
  es: { stop: 'BAJA', start: 'ALTA' },
  pt: { stop: 'SAIR', start: 'VOLTAR A RECEBER' },
  ar: { stop: 'توقف', start: 'ابدأ' },
};
const filled = (texts: Texts): Texts => Object.fromEntries(Object.entries(texts).filter(([, text]) => text.trim() !== ''));

/** What a customer who stopped or came back is told, per language, as they will see it. */
export function ConfirmationsForm({ settings }: { settings: ConsentSettings }) {
  const { t } = useLingui();
  const { workspace } = useWorkspace();
  const words = useConsentWords();
  const update = useUpdateConsentSettings();
  const [shown, setShown] = useState<ConsentLanguage>(settings.default_language);
  const draft = useDraft<ConfirmationsDraft>({
    saved: {
      confirm: settings.confirm,
      days: String(settings.confirm_again_after_days),
      language: settings.default_language,
      stop: settings.stop_confirmations,
      start: settings.start_confirmations,
    },
    save: (value) =>
      update.mutateAsync({
        confirm: value.confirm,
        confirm_again_after_days: Number(value.days),
        default_language: value.language,
        stop_confirmations: filled(value.stop),
        start_confirmations: filled(value.start),
      }),
    check: ({ days }) =>
      new Map(/^\d+$/.test(days) && Number(days) >= 1 && Number(days) <= 365 ? [] : [['days', t`Write a number of days from 1 to 365.`]]),
    onSaved: () => notify({ title: t`Consent settings saved` }),
  });
  const { value, change } = draft;
  const options = words.languages.map((one) => ({ value: one, label: words.language(one) }));
  const stopText = value.stop[shown]?.trim() || settings.default_stop_confirmations[shown];
  const startText = value.start[shown]?.trim() || settings.default_start_confirmations[shown];
  return (
    <SettingsForm draft={draft}>
      <Card>
        <div className="flex flex-col gap-4">
          <Switch
            checked={value.confirm}
            onCheckedChange={(confirm) => change({ ...value, confirm })}
            label={t`Tell customers who stop or come back, once`}
            hint={t`In their language, with how to undo it. It is the last message they get about it.`}
          />
          <div className="grid gap-4 sm:grid-cols-2">
            <Field label={t`Days until a second stop is confirmed again`} error={draft.issues.get('days')}>
              <Input inputMode="numeric" value={value.days} onValueChange={(days) => change({ ...value, days })} />
            </Field>
            <Field label={t`Language when the word does not tell`} hint={t`STOP is written in every language.`}>
              <Select value={value.language} options={options} onValueChange={(language) => change({ ...value, language })} />
            </Field>
          </div>
        </div>
      </Card>
      <Card
        title={t`Texts`}
        description={t`Leave a box empty for the words Kabar comes with.`}
        action={
          <div className="w-40">
            <Select size="sm" label={t`Language`} value={shown} options={options} onValueChange={setShown} />
          </div>
        }
      >
        <div className="flex flex-wrap gap-6">
          <div className="flex min-w-0 flex-1 basis-72 flex-col gap-4">
            <Field label={t`After a stop`}>
              <Textarea
                dir="auto"
                rows={4}
                maxLength={1000}
                placeholder={settings.default_stop_confirmations[shown]}
                value={value.stop[shown] ?? ''}
                onChange={(event) => change({ ...value, stop: { ...value.stop, [shown]: event.target.value } })}
              />
            </Field>
            <Field label={t`After coming back`}>
              <Textarea
                dir="auto"
                rows={4}
                maxLength={1000}
                placeholder={settings.default_start_confirmations[shown]}
                value={value.start[shown] ?? ''}
                onChange={(event) => change({ ...value, start: { ...value.start, [shown]: event.target.value } })}
              />
            </Field>
          </div>
          <div className="max-sm:mx-auto">
            <PhoneFrame title={workspace.name}>
              <PhoneBubble own>{examples[shown].stop}</PhoneBubble>
              {value.confirm ? <PhoneBubble>{stopText}</PhoneBubble> : null}
              <PhoneBubble own>{examples[shown].start}</PhoneBubble>
              {value.confirm ? <PhoneBubble>{startText}</PhoneBubble> : null}
            </PhoneFrame>
          </div>
        </div>
      </Card>
    </SettingsForm>
  );
}
