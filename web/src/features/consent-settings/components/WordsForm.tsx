import type { ConsentLanguage, ConsentSettings } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { SettingsForm } from '#frame/SettingsForm.tsx';
import { useDraft, type Issues } from '#lib/use-draft.ts';
import { Card } from '#ui/Card.tsx';
import { Field } from '#ui/Field.tsx';
import { Select } from '#ui/Select.tsx';
import { Textarea } from '#ui/Textarea.tsx';
import { notify } from '#ui/toasts.ts';
import { useUpdateConsentSettings } from '../api/queries.ts';
import { wordListFault, wordsOf } from '../fns/word-list.ts';
import { useConsentWords } from './use-consent-words.ts';

type WordMap = Partial<Record<ConsentLanguage, string>>;
interface WordsDraft {
  stop: WordMap;
  start: WordMap;
  stopButtons: string;
  startButtons: string;
}

const toText = (words: Partial<Record<ConsentLanguage, string[]>>): WordMap =>
  Object.fromEntries(Object.entries(words).map(([language, list]) => [language, list.join('\n')]));
const toWords = (texts: WordMap): Partial<Record<ConsentLanguage, string[]>> =>
  Object.fromEntries(
    Object.entries(texts)
      .map(([language, text]) => [language, wordsOf(text)] as const)
      .filter(([, words]) => words.length > 0),
  );

/** The workspace's own words and buttons of stopping and coming back, beside those Kabar knows. */
export function WordsForm({ settings }: { settings: ConsentSettings }) {
  const { t } = useLingui();
  const words = useConsentWords();
  const update = useUpdateConsentSettings();
  const [language, setLanguage] = useState<ConsentLanguage>(settings.default_language);
  const fault = (text: string): string | null => {
    const found = wordListFault(wordsOf(text));
    return found === 'too_many' ? t`At most 50 words.` : found === 'too_long' ? t`A word has at most 60 characters.` : null;
  };
  const draft = useDraft<WordsDraft>({
    saved: {
      stop: toText(settings.stop_keywords),
      start: toText(settings.start_keywords),
      stopButtons: settings.stop_buttons.join('\n'),
      startButtons: settings.start_buttons.join('\n'),
    },
    save: (value) =>
      update.mutateAsync({
        stop_keywords: toWords(value.stop),
        start_keywords: toWords(value.start),
        stop_buttons: wordsOf(value.stopButtons),
        start_buttons: wordsOf(value.startButtons),
      }),
    check: (value): Issues => {
      const all: [string, string][] = [
        ...Object.entries(value.stop).map(([key, text]): [string, string] => [`stop.${key}`, text]),
        ...Object.entries(value.start).map(([key, text]): [string, string] => [`start.${key}`, text]),
        ['stopButtons', value.stopButtons],
        ['startButtons', value.startButtons],
      ];
      return new Map(
        all.flatMap(([path, text]): [string, string][] => {
          const found = fault(text);
          return found === null ? [] : [[path, found]];
        }),
      );
    },
    onSaved: () => notify({ title: t`Consent settings saved` }),
  });
  const { value, change } = draft;
  const box = (kind: 'stop' | 'start', label: string) => (
    <Field
      label={label}
      error={draft.issues.get(`${kind}.${language}`)}
      hint={t`One per line. It counts when it is the whole message, in any case.`}
    >
      <Textarea
        rows={4}
        dir="auto"
        value={value[kind][language] ?? ''}
        onChange={(event) => change({ ...value, [kind]: { ...value[kind], [language]: event.target.value } })}
      />
    </Field>
  );
  return (
    <SettingsForm draft={draft}>
      <Card
        title={t`Your own words`}
        description={t`STOP, BERHENTI, BAJA, SAIR, बंद करें, توقف and many sentences are known already. Add what your customers write.`}
        action={
          <div className="w-40">
            <Select
              size="sm"
              label={t`Language`}
              value={language}
              onValueChange={setLanguage}
              options={words.languages.map((one) => ({ value: one, label: words.language(one) }))}
            />
          </div>
        }
      >
        <div className="grid gap-4 sm:grid-cols-2">
          {box('stop', t`Words that mean stop`)}
          {box('start', t`Words that mean “I want messages again”`)}
        </div>
      </Card>
      <Card title={t`Your buttons`} description={t`Labels or payloads of buttons in your templates.`}>
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label={t`Buttons that mean stop`} error={draft.issues.get('stopButtons')}>
            <Textarea dir="auto" value={value.stopButtons} onChange={(event) => change({ ...value, stopButtons: event.target.value })} />
          </Field>
          <Field label={t`Buttons that mean “again”`} error={draft.issues.get('startButtons')}>
            <Textarea dir="auto" value={value.startButtons} onChange={(event) => change({ ...value, startButtons: event.target.value })} />
          </Field>
        </div>
        {draft.isDirty ? (
          <p className="mt-3 text-13 text-weak">
            <Trans>Words count within 15 seconds after saving. The test above uses what is saved.</Trans>
          </p>
        ) : null}
      </Card>
    </SettingsForm>
  );
}
