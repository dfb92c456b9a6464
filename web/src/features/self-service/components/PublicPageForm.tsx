import { SELF_SERVICE_KEYWORDS, type SelfServiceLanguage, type SelfServiceSettings } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { useWorkspace } from '#features/session';
import { SettingsForm } from '#frame/SettingsForm.tsx';
import { languages } from '#lib/i18n.ts';
import { useDraft, type Issues } from '#lib/use-draft.ts';
import { Card } from '#ui/Card.tsx';
import { Field } from '#ui/Field.tsx';
import { Input } from '#ui/Input.tsx';
import { Select } from '#ui/Select.tsx';
import { Switch } from '#ui/Switch.tsx';
import { Textarea } from '#ui/Textarea.tsx';
import { notify } from '#ui/toasts.ts';
import { useSavePublicPage } from '../api/settings.ts';
import { PagePreview } from './PagePreview.tsx';

/** What is typed; empty text stands for what is not set, words stand in lines. */
interface Typed {
  enabled: boolean;
  title: string;
  intro: string;
  mark: string;
  color: string;
  language: SelfServiceLanguage;
  contact: string;
  keywords_enabled: boolean;
  access_words: string;
  erase_words: string;
}

function typedOf(settings: SelfServiceSettings): Typed {
  const { enabled, color, language, keywords_enabled } = settings;
  return {
    enabled,
    color,
    language,
    keywords_enabled,
    title: settings.title ?? '',
    intro: settings.intro ?? '',
    mark: settings.mark ?? '',
    contact: settings.contact ?? '',
    access_words: settings.access_words.join('\n'),
    erase_words: settings.erase_words.join('\n'),
  };
}

function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

/** As the server does where no mark is set. */
function initialsOf(title: string): string {
  const words = title.split(/\s+/).filter((word) => /^\p{L}|^\p{N}/u.test(word));
  return words
    .slice(0, 2)
    .map((word) => [...word][0] ?? '')
    .join('')
    .toUpperCase();
}

const orNull = (text: string): string | null => (text.trim() === '' ? null : text.trim());

/** How the page looks and which words are answered, with a picture of it on a phone. */
export function PublicPageForm({ settings, mayWrite }: { settings: SelfServiceSettings; mayWrite: boolean }) {
  const { t } = useLingui();
  const { workspace } = useWorkspace();
  const save = useSavePublicPage();

  function check(value: Typed): Issues {
    const issues = new Map<string, string>();
    if (!/^#[0-9a-f]{6}$/i.test(value.color)) issues.set('color', t`Write a colour as # and six characters, such as #0a6b52.`);
    for (const [key, words] of [
      ['access_words', linesOf(value.access_words)],
      ['erase_words', linesOf(value.erase_words)],
    ] as const) {
      if (words.length > 10) issues.set(key, t`At most ten words.`);
      else if (words.some((word) => word.length < 2 || word.length > 40)) issues.set(key, t`Each word has 2 to 40 characters.`);
    }
    return issues;
  }

  const draft = useDraft<Typed>({
    saved: typedOf(settings),
    check,
    save: (value) =>
      save.mutateAsync({
        enabled: value.enabled,
        language: value.language,
        keywords_enabled: value.keywords_enabled,
        color: value.color.toLowerCase(),
        title: orNull(value.title),
        intro: orNull(value.intro),
        mark: orNull(value.mark),
        contact: orNull(value.contact),
        access_words: linesOf(value.access_words),
        erase_words: linesOf(value.erase_words),
      }),
    onSaved: () => notify({ title: t`The public page is saved` }),
  });
  const { value, issues } = draft;
  const set = (change: Partial<Typed>): void => draft.change({ ...value, ...change });
  const title = value.title.trim() === '' ? workspace.name : value.title.trim();
  const builtIn = (kind: 'access' | 'erase'): string => SELF_SERVICE_KEYWORDS[kind].map((word) => word.toUpperCase()).join(', ');
  return (
    <SettingsForm draft={draft}>
      <fieldset disabled={!mayWrite} className="grid min-w-0 gap-5 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <div className="flex min-w-0 flex-col gap-5">
          <Card>
            <Switch
              checked={value.enabled}
              disabled={!mayWrite}
              label={t`The page is there`}
              hint={t`People have these rights either way; the page makes them quick for both of you.`}
              onCheckedChange={(enabled) => set({ enabled })}
            />
          </Card>
          <Card title={<Trans>How it looks</Trans>}>
            <div className="flex flex-col gap-4">
              <Field label={t`Name at the top`} optional hint={t`Left empty: ${workspace.name}`} error={issues.get('title')}>
                <Input value={value.title} maxLength={80} onChange={(event) => set({ title: event.currentTarget.value })} />
              </Field>
              <div className="grid gap-4 sm:grid-cols-2">
                <Field label={t`Mark`} optional hint={t`One to three letters in place of a logo`} error={issues.get('mark')}>
                  <Input value={value.mark} maxLength={3} onChange={(event) => set({ mark: event.currentTarget.value })} />
                </Field>
                <Field label={t`Colour`} error={issues.get('color')}>
                  <Input
                    value={value.color}
                    maxLength={7}
                    spellCheck={false}
                    onChange={(event) => set({ color: event.currentTarget.value })}
                  />
                </Field>
              </div>
              <Field label={t`A sentence of your own`} optional error={issues.get('intro')}>
                <Textarea value={value.intro} maxLength={500} onChange={(event) => set({ intro: event.currentTarget.value })} />
              </Field>
              <Field label={t`How else people reach you`} optional hint={t`Mail address, telephone, office`} error={issues.get('contact')}>
                <Textarea
                  rows={2}
                  value={value.contact}
                  maxLength={300}
                  onChange={(event) => set({ contact: event.currentTarget.value })}
                />
              </Field>
              <div className="max-w-60">
                <Select
                  label={t`Language for visitors of other languages`}
                  value={value.language}
                  options={languages.map(({ code, name }) => ({ value: code, label: name }))}
                  onValueChange={(language) => set({ language })}
                />
              </div>
            </div>
          </Card>
          <Card
            title={<Trans>Words in messages</Trans>}
            description={
              <Trans>
                Only when a message is nothing but the word. Kabar then answers by itself, with a link or with the question whether to
                erase. STOP works as before.
              </Trans>
            }
          >
            <div className="flex flex-col gap-4">
              <Switch
                checked={value.keywords_enabled}
                disabled={!mayWrite}
                label={t`Answer these words`}
                onCheckedChange={(keywords_enabled) => set({ keywords_enabled })}
              />
              <Field
                label={t`More words that send the link`}
                optional
                hint={t`One per line, beside ${builtIn('access')}`}
                error={issues.get('access_words')}
              >
                <Textarea
                  rows={2}
                  value={value.access_words}
                  disabled={!value.keywords_enabled}
                  onChange={(event) => set({ access_words: event.currentTarget.value })}
                />
              </Field>
              <Field
                label={t`More words that ask about erasing`}
                optional
                hint={t`One per line, beside ${builtIn('erase')}`}
                error={issues.get('erase_words')}
              >
                <Textarea
                  rows={2}
                  value={value.erase_words}
                  disabled={!value.keywords_enabled}
                  onChange={(event) => set({ erase_words: event.currentTarget.value })}
                />
              </Field>
            </div>
          </Card>
        </div>
        <PagePreview
          title={title}
          mark={value.mark.trim() === '' ? initialsOf(title) : value.mark.trim()}
          color={/^#[0-9a-f]{6}$/i.test(value.color) ? value.color : settings.color}
          intro={value.intro.trim()}
          contact={value.contact.trim()}
          word={value.keywords_enabled ? (value.language === 'id' ? 'DATA SAYA' : 'MY DATA') : null}
        />
      </fieldset>
    </SettingsForm>
  );
}
