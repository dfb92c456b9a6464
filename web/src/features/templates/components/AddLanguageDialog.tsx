import { TEMPLATE_LANGUAGES } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { useMemo, useState } from 'react';
import { Button } from '#ui/Button.tsx';
import { Combobox } from '#ui/Combobox.tsx';
import { Dialog } from '#ui/Dialog.tsx';
import { ErrorBanner } from '#ui/ErrorBanner.tsx';
import { Field } from '#ui/Field.tsx';
import { languageName } from '../fns/language-name.ts';

/** Every language of templates but those that are taken, in the reader's language. */
export function useLanguageOptions(taken: readonly string[]): { value: string; label: string; hint: string }[] {
  const { i18n } = useLingui();
  return useMemo(
    () =>
      TEMPLATE_LANGUAGES.filter(({ code }) => !taken.includes(code))
        .map(({ code }) => ({ value: code, label: languageName(code, i18n.locale), hint: code }))
        .toSorted((a, b) => a.label.localeCompare(b.label, i18n.locale)),
    [taken, i18n.locale],
  );
}

/** Props of AddLanguageDialog. */
export interface AddLanguageDialogProps {
  taken: readonly string[];
  pending: boolean;
  error: unknown;
  onClose: () => void;
  onAdd: (language: string) => void;
}

/** Asks for one more language; the texts come along to be translated. */
export function AddLanguageDialog({ taken, pending, error, onClose, onAdd }: AddLanguageDialogProps) {
  const { t } = useLingui();
  const [language, setLanguage] = useState<string | null>(null);
  const options = useLanguageOptions(taken);
  return (
    <Dialog
      open
      size="sm"
      onOpenChange={onClose}
      title={t`Add a language`}
      description={t`It begins with the same parts and texts, for you to translate. WhatsApp reviews each language by itself.`}
      action={
        <Button variant="primary" disabled={language === null} loading={pending} onClick={() => language !== null && onAdd(language)}>
          <Trans>Add it</Trans>
        </Button>
      }
    >
      <ErrorBanner error={error} />
      <Field label={t`Language`}>
        <Combobox options={options} value={language} onValueChange={setLanguage} emptyText={t`No such language`} />
      </Field>
    </Dialog>
  );
}
