import { useLingui } from '@lingui/react/macro';
import { useState, type ReactNode } from 'react';
import { Button } from '#ui/Button.tsx';
import { Dialog } from '#ui/Dialog.tsx';
import { ErrorBanner } from '#ui/ErrorBanner.tsx';
import { Field } from '#ui/Field.tsx';
import { Textarea } from '#ui/Textarea.tsx';

/** Props of WordsDialog. `minLength`: fewer letters are no reason. */
export interface WordsDialogProps {
  title: string;
  description: string;
  label: string;
  confirmLabel: string;
  tone?: 'danger' | 'normal';
  minLength?: number;
  pending: boolean;
  error: unknown;
  children?: ReactNode;
  onConfirm: (words: string) => void;
  onClose: () => void;
}

/** Asks for a sentence before something is done: the reason that is kept or told. */
export function WordsDialog(props: WordsDialogProps) {
  const { title, description, label, confirmLabel, tone = 'normal', minLength = 10, pending, error, children, onConfirm, onClose } = props;
  const { t } = useLingui();
  const [words, setWords] = useState('');
  const [tried, setTried] = useState(false);
  const isShort = words.trim().length < minLength;
  return (
    <Dialog
      open
      keepOpen
      onOpenChange={onClose}
      title={title}
      description={description}
      action={
        <Button variant={tone === 'danger' ? 'danger' : 'primary'} type="submit" form="words-form" loading={pending}>
          {confirmLabel}
        </Button>
      }
    >
      <form
        id="words-form"
        noValidate
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          setTried(true);
          if (!isShort) onConfirm(words.trim());
        }}
      >
        <ErrorBanner error={error} />
        {children}
        <Field label={label} error={tried && isShort ? t`A short sentence, please.` : undefined}>
          <Textarea value={words} onChange={(event) => setWords(event.target.value)} rows={3} maxLength={2000} />
        </Field>
      </form>
    </Dialog>
  );
}
