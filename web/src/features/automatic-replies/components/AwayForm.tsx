import type { AwayMessage } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useWorkingHours } from '#features/working-hours';
import { SettingsForm } from '#frame/SettingsForm.tsx';
import { useDraft, type Issues } from '#lib/use-draft.ts';
import { Banner } from '#ui/Banner.tsx';
import { Card } from '#ui/Card.tsx';
import { Field } from '#ui/Field.tsx';
import { NumberInput } from '#ui/NumberInput.tsx';
import { Switch } from '#ui/Switch.tsx';
import { notify } from '#ui/toasts.ts';
import { filled, useSaveAway } from '../api/queries.ts';
import { textsOf, unknownAwayVariables } from '../fns/away-check.ts';
import { starterTexts } from '../fns/starter-texts.ts';
import { AwayPreview } from './AwayPreview.tsx';
import { AwayTexts } from './AwayTexts.tsx';

/** Props of AwayForm. `numberId` null: the away message of the workspace. */
export interface AwayFormProps {
  numberId: string | null;
  saved: AwayMessage;
  isNew?: boolean | undefined;
  onSaved?: (() => void) | undefined;
}

/** What a customer gets who writes outside the working hours, with a picture of it. */
export function AwayForm({ numberId, saved, isNew = false, onSaved }: AwayFormProps) {
  const { t } = useLingui();
  const hours = useWorkingHours();
  const save = useSaveAway();
  const [shown, setShown] = useState(saved.language);
  const check = (message: AwayMessage): Issues => {
    const found = new Map<string, string>();
    for (const [path, text] of textsOf(message)) {
      const [unknown] = unknownAwayVariables(text);
      const written = `{{${unknown ?? ''}}}`;
      if (unknown !== undefined) found.set(path, t`There is no variable ${written}. Use the buttons below the text.`);
      if (text.length > 3000) found.set(path, t`At most 3,000 characters.`);
    }
    if (message.enabled && message.text.trim() === '') found.set('text', t`Write a text, or switch the message off.`);
    const hoursBetween = message.min_hours_between;
    if (!(hoursBetween >= 1 && hoursBetween <= 168)) found.set('min_hours_between', t`A number from 1 to 168.`);
    return found;
  };
  const draft = useDraft<AwayMessage>({
    saved,
    isNew,
    onSaved,
    check: (message) => {
      const found = check(message);
      const elsewhere = [...found.keys()].find((path) => path === 'text' || path.startsWith('translations.'));
      // The field that is wrong has to be in view.
      if (elsewhere) {
        const language = elsewhere === 'text' ? message.language : elsewhere.slice('translations.'.length);
        setShown(language as AwayMessage['language']); // a key of the message
      }
      return found;
    },
    save: async (message) => {
      await save.mutateAsync({ numberId, message: { ...message, translations: filled(message.translations) } });
      notify({ title: message.enabled ? t`The away message is on` : t`The away message is saved and off` });
    },
  });
  const { value: message, change } = draft;
  const language = shown === message.language || message.translations[shown] !== undefined ? shown : message.language;
  const holding = hours.data?.numbers.find((one) => one.number_id === numberId) ?? hours.data?.workspace;
  return (
    <SettingsForm draft={draft}>
      {message.enabled && holding?.schedule.mode === 'always' ? (
        <Banner
          tone="warn"
          title={<Trans>It would never be sent</Trans>}
          action={
            <Link
              from="/w/$slug"
              to="/w/$slug/settings/working-hours"
              search={numberId === null ? {} : { for: numberId }}
              className="font-semibold underline underline-offset-2"
            >
              <Trans>Set working hours</Trans>
            </Link>
          }
        >
          <Trans>The working hours say that you are open at any time.</Trans>
        </Banner>
      ) : null}
      <Card>
        <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_auto]">
          <div className="flex flex-col gap-5">
            <Switch
              label={<Trans>Answer customers who write while you are closed</Trans>}
              hint={
                <Trans>
                  Never to blocked or suppressed customers, nor while somebody is answering. The customer still counts as waiting.
                </Trans>
              }
              checked={message.enabled}
              onCheckedChange={(enabled) =>
                change({ ...message, enabled, text: enabled && message.text === '' ? starterTexts[message.language] : message.text })
              }
            />
            <AwayTexts message={message} onMessageChange={change} issues={draft.issues} shown={language} onShownChange={setShown} />
            <Field
              label={t`Not again before so many hours`}
              error={draft.issues.get('min_hours_between')}
              hint={t`Each customer gets it at most once while you are closed.`}
            >
              <NumberInput
                min={1}
                max={168}
                value={Number.isNaN(message.min_hours_between) ? null : message.min_hours_between}
                onValueChange={(value) => change({ ...message, min_hours_between: value ?? Number.NaN })}
              />
            </Field>
            <Switch
              label={<Trans>Say that it is automatic</Trans>}
              hint={<Trans>A last line in the customer's language, so that nobody takes it for a person's answer.</Trans>}
              checked={message.says_automatic}
              onCheckedChange={(on) => change({ ...message, says_automatic: on })}
            />
          </div>
          <div className="justify-self-center lg:sticky lg:top-4">
            <AwayPreview message={message} language={language} numberId={numberId} />
          </div>
        </div>
      </Card>
    </SettingsForm>
  );
}
