import type { Incident } from '@kabar/contract';
import { plural } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { Button } from '#ui/Button.tsx';
import { Dialog } from '#ui/Dialog.tsx';
import { ErrorBanner } from '#ui/ErrorBanner.tsx';
import { Field } from '#ui/Field.tsx';
import { Input } from '#ui/Input.tsx';
import { Select } from '#ui/Select.tsx';
import { notify } from '#ui/toasts.ts';
import { useIncidentAction, useTellPreview } from '../api/queries.ts';

type Template = { name: string; language: string } | null;

/** Shows what goes out to how many before anything does. */
export function TellDialog({ incident, onClose }: { incident: Incident; onClose: () => void }) {
  const { t, i18n } = useLingui();
  const [language, setLanguage] = useState<'en' | 'id'>(i18n.locale === 'id' ? 'id' : 'en');
  const [name, setName] = useState('');
  const [templateLanguage, setTemplateLanguage] = useState('id');
  const [template, setTemplate] = useState<Template>(null);
  const preview = useTellPreview(incident.id, language, template);
  const tell = useIncidentAction(async (source, count: number) => {
    if (source.own === null) throw new Error('only a workspace tells its people');
    await source.own.tell(incident.id, { language, template, confirm_count: count });
  });
  const counts = preview.data;
  const total = counts === undefined ? 0 : counts.whatsapp_count + counts.mail_count;
  return (
    <Dialog
      open
      keepOpen
      size="lg"
      onOpenChange={onClose}
      title={t`Tell the people concerned`}
      description={t`Nobody who was told before gets it again.`}
      action={
        <Button
          variant="primary"
          disabled={total === 0 || incident.missing_facts.length > 0}
          loading={tell.isPending}
          onClick={() =>
            tell.mutate(total, {
              onSuccess: () => {
                notify({ title: t`The notices are on their way` });
                onClose();
              },
            })
          }
        >
          {t`Tell ${plural(total, { one: '# person', other: '# people' })}`}
        </Button>
      }
    >
      <div className="flex flex-col gap-4">
        <ErrorBanner error={tell.error ?? preview.error} />
        {incident.missing_facts.length > 0 ? (
          <p className="text-14 text-warn">
            <Trans>First fill in what is still missing under “What is known”.</Trans>
          </p>
        ) : null}
        <Field label={t`Language of the notice`}>
          <Select<'en' | 'id'>
            value={language}
            onValueChange={setLanguage}
            options={[
              { value: 'en', label: 'English' },
              { value: 'id', label: 'Bahasa Indonesia' },
            ]}
          />
        </Field>
        <fieldset className="flex flex-wrap items-end gap-3">
          <Field
            label={t`Template for customers beyond 24 hours`}
            hint={t`Approved, of the category utility, with one variable for the text.`}
            optional
          >
            <Input value={name} onValueChange={setName} maxLength={512} spellCheck={false} />
          </Field>
          <Field label={t`Its language`}>
            <Input value={templateLanguage} onValueChange={setTemplateLanguage} maxLength={10} spellCheck={false} className="w-24" />
          </Field>
          <Button onClick={() => setTemplate(name.trim() === '' ? null : { name: name.trim(), language: templateLanguage.trim() })}>
            <Trans>Count again</Trans>
          </Button>
        </fieldset>
        {counts === undefined ? null : (
          <>
            <ul className="flex flex-col gap-1 text-14 text-normal">
              <li>{t`${plural(counts.whatsapp_count, { one: '# customer by WhatsApp', other: '# customers by WhatsApp' })}`}</li>
              <li>{t`${plural(counts.mail_count, { one: '# member by mail', other: '# members by mail' })}`}</li>
              <li className={counts.unreachable_count > 0 ? 'text-warn' : undefined}>
                {t`${plural(counts.unreachable_count, { one: '# cannot be written to now', other: '# cannot be written to now' })}`}
              </li>
            </ul>
            <pre
              className="max-h-60 overflow-y-auto rounded-card border border-line bg-surface-2 p-3 font-sans text-13 whitespace-pre-wrap"
              tabIndex={0}
            >
              {counts.text}
            </pre>
          </>
        )}
      </div>
    </Dialog>
  );
}
