import { Trans, useLingui } from '@lingui/react/macro';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useNumbers } from '#features/numbers';
import { useWorkspace } from '#features/session';
import { useFormat } from '#lib/use-format.ts';
import { Button } from '#ui/Button.tsx';
import { Combobox } from '#ui/Combobox.tsx';
import { Dialog } from '#ui/Dialog.tsx';
import { ErrorBanner } from '#ui/ErrorBanner.tsx';
import { Field } from '#ui/Field.tsx';
import { RadioGroup } from '#ui/RadioGroup.tsx';
import { Select } from '#ui/Select.tsx';
import { useCreateDraft } from '../api/mutations.ts';
import { requestOf } from '../fns/draft-content.ts';
import { starters, starterWords, startWith, type Starter } from '../fns/starters.ts';
import { useLanguageOptions } from './AddLanguageDialog.tsx';

const none: readonly string[] = [];

/** Asks in which language and with what a new template begins, and opens the builder. */
export function NewTemplateDialog({ onClose }: { onClose: () => void }) {
  const { t, i18n } = useLingui();
  const { workspace } = useWorkspace();
  const format = useFormat();
  const navigate = useNavigate();
  const numbers = useNumbers();
  const create = useCreateDraft();
  const [language, setLanguage] = useState(i18n.locale === 'id' ? 'id' : 'en_US');
  const [starter, setStarter] = useState<Starter>('empty');
  const [numberId, setNumberId] = useState<string | null>(null);
  const options = useLanguageOptions(none);
  const usable = (numbers.data ?? []).filter((number) => number.status !== 'disconnected');
  const accounts = [...Map.groupBy(usable, (number) => number.waba_id).values()].flatMap((group) => group.slice(0, 1));
  const account = numberId ?? accounts[0]?.id ?? null;

  function handleCreate(): void {
    create.mutate(requestOf({ numberId: account, content: startWith(starter, language) }), {
      onSuccess: (draft) =>
        void navigate({ to: '/w/$slug/templates/drafts/$draftId', params: { slug: workspace.slug, draftId: draft.id } }),
    });
  }

  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t`New template`}
      description={t`A message that WhatsApp approves once and that can then be sent at any time.`}
      action={
        <Button variant="primary" loading={create.isPending} disabled={numbers.isPending} onClick={handleCreate}>
          <Trans>Begin</Trans>
        </Button>
      }
    >
      <div className="flex flex-col gap-4">
        <ErrorBanner error={create.error} />
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label={t`Language`} hint={t`Others can be added later.`}>
            <Combobox options={options} value={language} onValueChange={setLanguage} emptyText={t`No such language`} />
          </Field>
          {accounts.length > 1 ? (
            <Field label={t`WhatsApp account`}>
              <Select
                label={t`WhatsApp account`}
                value={account}
                options={accounts.map((number) => ({
                  value: number.id as string,
                  label: number.verified_name ?? format.phone(number.display_phone_number),
                  hint: format.phone(number.display_phone_number),
                }))}
                onValueChange={setNumberId}
              />
            </Field>
          ) : null}
        </div>
        <div className="flex flex-col gap-1.5">
          <p className="text-13 font-medium text-strong">
            <Trans>Begin with</Trans>
          </p>
          <RadioGroup
            cards
            label={t`Begin with`}
            value={starter}
            options={starters.map((value) => ({ value, label: i18n._(starterWords[value].label), hint: i18n._(starterWords[value].hint) }))}
            onValueChange={setStarter}
          />
        </div>
      </div>
    </Dialog>
  );
}
