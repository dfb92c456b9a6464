import type { ContactForm } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { usePermission, useWorkspace } from '#features/session';
import { errorSentence } from '#lib/present-error.ts';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { CopyField } from '#ui/CopyField.tsx';
import { Field } from '#ui/Field.tsx';
import { Switch } from '#ui/Switch.tsx';
import { Textarea } from '#ui/Textarea.tsx';
import { notify } from '#ui/toasts.ts';
import { useUpdateContactForm } from '../api/queries.ts';

/** Whether there is a form, what it asks, and what stands above it. Switches act at once. */
export function FormSettingsCard({ form }: { form: ContactForm }) {
  const { t, i18n } = useLingui();
  const { workspace } = useWorkspace();
  const mayWrite = usePermission('privacy:write');
  const save = useUpdateContactForm();
  const [intro, setIntro] = useState(form.intro);
  const isChanged = intro.en !== form.intro.en || intro.id !== form.intro.id;
  const onError = (error: Error) => notify({ tone: 'bad', title: t`The form stays as it was`, description: errorSentence(error, i18n) });

  return (
    <Card
      title={t`The form`}
      description={t`For people who do not know your number yet. What they write is kept for 12 months at most, unless you make them a contact.`}
    >
      <div className="flex flex-col gap-4">
        <Switch
          checked={form.is_on}
          disabled={!mayWrite}
          onCheckedChange={(is_on) => save.mutate({ is_on }, { onError })}
          label={t`Show a contact form on the public page`}
        />
        {form.is_on ? (
          <>
            <CopyField
              label={t`Address of the form`}
              value={`${location.origin}/p/${workspace.slug}/contact`}
              hint={t`Link to it from your website.`}
            />
            <Switch
              checked={form.asks_project}
              disabled={!mayWrite}
              onCheckedChange={(asks_project) => save.mutate({ asks_project }, { onError })}
              label={t`Ask about a project, too`}
              hint={t`Requirements, budget, timeline and goals; nobody has to fill them in.`}
            />
            {mayWrite ? (
              <form
                className="flex flex-col gap-3"
                onSubmit={(event) => {
                  event.preventDefault();
                  save.mutate({ intro }, { onError, onSuccess: () => notify({ tone: 'good', title: t`Saved` }) });
                }}
              >
                <div className="grid gap-3 sm:grid-cols-2">
                  <Field label={t`Words above the form, English`} optional>
                    <Textarea
                      rows={2}
                      maxLength={500}
                      value={intro.en}
                      onChange={(event) => setIntro({ ...intro, en: event.target.value })}
                    />
                  </Field>
                  <Field label={t`Words above the form, Indonesian`} optional>
                    <Textarea
                      rows={2}
                      maxLength={500}
                      value={intro.id}
                      onChange={(event) => setIntro({ ...intro, id: event.target.value })}
                    />
                  </Field>
                </div>
                <div className="flex justify-end">
                  <Button type="submit" disabled={!isChanged} loading={save.isPending}>
                    <Trans>Save</Trans>
                  </Button>
                </div>
              </form>
            ) : null}
          </>
        ) : null}
      </div>
    </Card>
  );
}
