import { AWAY_LANGUAGES, type AwayLanguage, type AwayMessage } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { Languages, Plus, Trash2 } from 'lucide-react';
import type { Issues } from '#lib/use-draft.ts';
import { useFormat } from '#lib/use-format.ts';
import { Button } from '#ui/Button.tsx';
import { Menu, MenuItem } from '#ui/Menu.tsx';
import { Select } from '#ui/Select.tsx';
import { VariableTextarea } from '#ui/VariableTextarea.tsx';
import { starterTexts } from '../fns/starter-texts.ts';

/** Props of AwayTexts. `shown` is the language being looked at. */
export interface AwayTextsProps {
  message: AwayMessage;
  onMessageChange: (message: AwayMessage) => void;
  issues: Issues;
  shown: AwayLanguage;
  onShownChange: (language: AwayLanguage) => void;
}

/** The text of an away message in its languages, one at a time. */
export function AwayTexts({ message, onMessageChange, issues, shown, onShownChange }: AwayTextsProps) {
  const { t } = useLingui();
  const { settings } = useFormat();
  const nameOf = (language: AwayLanguage): string =>
    new Intl.DisplayNames([settings.locale], { type: 'language' }).of(language) ?? language;
  const translated = AWAY_LANGUAGES.filter((language) => language !== message.language && message.translations[language] !== undefined);
  const free = AWAY_LANGUAGES.filter((language) => language !== message.language && !translated.includes(language));
  const isMain = shown === message.language;
  const path = isMain ? 'text' : `translations.${shown}`;
  const text = isMain ? message.text : (message.translations[shown] ?? '');
  const language = nameOf(shown);

  function write(next: string): void {
    onMessageChange(isMain ? { ...message, text: next } : { ...message, translations: { ...message.translations, [shown]: next } });
  }
  function add(added: AwayLanguage): void {
    onMessageChange({ ...message, translations: { ...message.translations, [added]: starterTexts[added] } });
    onShownChange(added);
  }
  function drop(): void {
    const { [shown]: _gone, ...rest } = message.translations;
    onMessageChange({ ...message, translations: rest });
    onShownChange(message.language);
  }
  /** Another main language: what was written for it moves to the front, the text before it becomes a translation. */
  function makeMain(main: AwayLanguage): void {
    const { [main]: promoted, ...rest } = message.translations;
    onMessageChange({
      ...message,
      language: main,
      text: promoted ?? message.text,
      translations: promoted === undefined || message.text.trim() === '' ? rest : { ...rest, [message.language]: message.text },
    });
    onShownChange(main);
  }

  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center gap-2">
        <Select
          label={t`Language of the text`}
          className="w-52"
          value={shown}
          onValueChange={onShownChange}
          options={[message.language, ...translated].map((one) => ({
            value: one,
            label: nameOf(one),
            hint: one === message.language ? t`For everybody else` : undefined,
            icon: <Languages aria-hidden className="size-4 text-weak" />,
          }))}
        />
        {free.length > 0 ? (
          <Menu
            align="start"
            trigger={
              <Button icon={<Plus aria-hidden />}>
                <Trans>Add a language</Trans>
              </Button>
            }
          >
            {free.map((one) => (
              <MenuItem key={one} onClick={() => add(one)}>
                {nameOf(one)}
              </MenuItem>
            ))}
          </Menu>
        ) : null}
        {isMain ? null : (
          <>
            <Button variant="ghost" onClick={() => makeMain(shown)}>
              <Trans>Make it the main one</Trans>
            </Button>
            <Button variant="ghost" icon={<Trash2 aria-hidden />} onClick={drop}>
              <Trans>Remove {language}</Trans>
            </Button>
          </>
        )}
      </div>
      <VariableTextarea
        key={shown}
        label={t`Text in ${language}`}
        value={text}
        onValueChange={write}
        max={3000}
        rows={6}
        error={issues.get(path)}
        placeholder={starterTexts[shown]}
        variables={[
          { name: 'contact.name', label: t`Name of the customer`, hint: t`A customer without a name leaves no gap` },
          { name: 'next_opening', label: t`Next opening`, hint: t`Day and time, in the customer's language` },
        ]}
        hint={
          isMain
            ? t`Which language a customer gets follows the country of their phone number. All others get this text.`
            : t`For customers with a phone number of a country that speaks it.`
        }
      />
      {text.trim() === '' ? (
        <Button className="self-start" size="sm" onClick={() => write(starterTexts[shown])}>
          <Trans>Begin with a proposal</Trans>
        </Button>
      ) : null}
      {isMain ? (
        <div className="flex flex-wrap items-center gap-2">
          <span aria-hidden className="text-13 text-weak">
            <Trans>The main text is written in</Trans>
          </span>
          <Select
            size="sm"
            className="w-40"
            label={t`The main text is written in`}
            value={message.language}
            onValueChange={makeMain}
            options={AWAY_LANGUAGES.map((one) => ({ value: one, label: nameOf(one) }))}
          />
        </div>
      ) : null}
    </div>
  );
}
