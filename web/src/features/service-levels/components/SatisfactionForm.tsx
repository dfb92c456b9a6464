import type { SatisfactionSettings } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { FormattedText } from '#features/inbox';
import { useWorkspace } from '#features/session';
import { SettingsForm } from '#frame/SettingsForm.tsx';
import { useDraft } from '#lib/use-draft.ts';
import { Card } from '#ui/Card.tsx';
import { CharacterCount } from '#ui/CharacterCount.tsx';
import { Field } from '#ui/Field.tsx';
import { Input } from '#ui/Input.tsx';
import { NumberInput } from '#ui/NumberInput.tsx';
import { PhoneBubble } from '#ui/PhoneBubble.tsx';
import { PhoneFrame } from '#ui/PhoneFrame.tsx';
import { Switch } from '#ui/Switch.tsx';
import { Textarea } from '#ui/Textarea.tsx';
import { notify } from '#ui/toasts.ts';
import { useSaveSatisfaction } from '../api/queries.ts';

const mostLabel = 20;
const answers = ['good', 'okay', 'bad'] as const;

/** The question after a conversation was resolved, with a picture of it. */
export function SatisfactionForm({ saved }: { saved: SatisfactionSettings }) {
  const { t } = useLingui();
  const { workspace } = useWorkspace();
  const save = useSaveSatisfaction();
  const draft = useDraft<SatisfactionSettings>({
    saved,
    check: ({ question, labels, delay_minutes: delay, comment_question: comment }) => {
      const found = new Map<string, string>();
      if (!(delay >= 0 && delay <= 1440)) found.set('delay_minutes', t`A number from 0 to 1,440.`);
      if (question.trim() === '') found.set('question', t`Write a question.`);
      for (const answer of answers) {
        const label = labels[answer].trim();
        if (label === '') found.set(`labels.${answer}`, t`Write an answer.`);
        else if ([...label].length > mostLabel) found.set(`labels.${answer}`, t`WhatsApp allows 20 characters.`);
        else if (answers.some((other) => other !== answer && labels[other].trim() === label))
          found.set(`labels.${answer}`, t`The three answers must differ.`);
      }
      if (comment !== null && comment.trim() === '') found.set('comment_question', t`Write a question, or switch it off.`);
      return found;
    },
    save: async (settings) => {
      await save.mutateAsync(settings);
      notify({ title: settings.enabled ? t`Customers are asked from now on` : t`The question is saved and off` });
    },
  });
  const { value, change } = draft;
  const names = { good: t`Good answer`, okay: t`Middle answer`, bad: t`Bad answer` };
  return (
    <SettingsForm draft={draft}>
      <Card>
        <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_auto]">
          <div className="flex flex-col gap-5">
            <Switch
              label={<Trans>Ask customers how it went</Trans>}
              hint={
                <Trans>
                  After a conversation was resolved, while messages are possible without a template. Answers stand in the thread and in
                  reports.
                </Trans>
              }
              checked={value.enabled}
              onCheckedChange={(enabled) => change({ ...value, enabled })}
            />
            <Field
              label={t`Minutes after it was resolved`}
              error={draft.issues.get('delay_minutes')}
              hint={t`Nobody is asked when the conversation was opened again meanwhile.`}
            >
              <NumberInput
                min={0}
                max={1440}
                value={Number.isNaN(value.delay_minutes) ? null : value.delay_minutes}
                onValueChange={(minutes) => change({ ...value, delay_minutes: minutes ?? Number.NaN })}
              />
            </Field>
            <Field label={t`Question`} error={draft.issues.get('question')} aside={<CharacterCount text={value.question} max={1000} />}>
              <Textarea
                dir="auto"
                rows={2}
                maxLength={1000}
                value={value.question}
                onChange={(event) => change({ ...value, question: event.target.value })}
              />
            </Field>
            <div role="group" aria-label={t`Answers`} className="grid gap-4 sm:grid-cols-3">
              {answers.map((answer) => (
                <Field
                  key={answer}
                  label={names[answer]}
                  error={draft.issues.get(`labels.${answer}`)}
                  aside={<CharacterCount text={value.labels[answer]} max={mostLabel} />}
                >
                  <Input
                    dir="auto"
                    value={value.labels[answer]}
                    onValueChange={(label) => change({ ...value, labels: { ...value.labels, [answer]: label } })}
                  />
                </Field>
              ))}
            </div>
            <Switch
              label={<Trans>Ask for a comment afterwards</Trans>}
              hint={<Trans>What the customer writes within the hour is kept as their comment.</Trans>}
              checked={value.comment_question !== null}
              onCheckedChange={(on) =>
                change({ ...value, comment_question: on ? t`Thank you! Is there anything you would like to tell us?` : null })
              }
            />
            {value.comment_question === null ? null : (
              <Field label={t`Question for a comment`} error={draft.issues.get('comment_question')}>
                <Textarea
                  dir="auto"
                  rows={2}
                  maxLength={1000}
                  value={value.comment_question}
                  onChange={(event) => change({ ...value, comment_question: event.target.value })}
                />
              </Field>
            )}
          </div>
          <div className="justify-self-center lg:sticky lg:top-4">
            <PhoneFrame title={workspace.name} subtitle={t`Business account`}>
              <PhoneBubble buttons={answers.map((answer) => value.labels[answer].trim() || '…')}>
                <FormattedText text={value.question.trim() || '…'} className="block" />
              </PhoneBubble>
              {value.comment_question === null ? null : (
                <>
                  <PhoneBubble own>{value.labels.good.trim() || '…'}</PhoneBubble>
                  <PhoneBubble>
                    <FormattedText text={value.comment_question.trim() || '…'} className="block" />
                  </PhoneBubble>
                </>
              )}
            </PhoneFrame>
          </div>
        </div>
      </Card>
    </SettingsForm>
  );
}
