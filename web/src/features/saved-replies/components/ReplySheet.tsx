import { renderSavedReply, unknownVariables, type CreateSavedReplyRequest, type SavedReply, type SavedReplyScope } from '@kabar/contract';
import { KabarError } from '@kabar/sdk';
import { Trans, useLingui } from '@lingui/react/macro';
import { useId, useState } from 'react';
import { FormattedText } from '#features/inbox';
import { usePermission } from '#features/session';
import { UnsavedGuard } from '#frame/UnsavedGuard.tsx';
import { useActions } from '#lib/use-actions.ts';
import { useDraft } from '#lib/use-draft.ts';
import { Banner } from '#ui/Banner.tsx';
import { Button } from '#ui/Button.tsx';
import { Sheet } from '#ui/Dialog.tsx';
import { ErrorBanner } from '#ui/ErrorBanner.tsx';
import { Field } from '#ui/Field.tsx';
import { Input } from '#ui/Input.tsx';
import { PhoneBubble } from '#ui/PhoneBubble.tsx';
import { RadioGroup } from '#ui/RadioGroup.tsx';
import { notify } from '#ui/toasts.ts';
import { VariableTextarea } from '#ui/VariableTextarea.tsx';
import { useSaveReply } from '../api/queries.ts';
import { isShortcut, shortcutOf } from '../fns/shortcut.ts';
import { FileField } from './FileField.tsx';
import { useReplyVariables } from './use-variables.ts';

const mostCharacters = 4096;
const fallbackExample = '{{contact.first_name|there}}';

function inBraces(name: string): string {
  return `{{${name}}}`;
}

/** Props of ReplySheet. `reply` null: a new one, of the kind `scope`. */
export interface ReplySheetProps {
  reply: SavedReply | null;
  scope: SavedReplyScope;
  onClose: () => void;
}

/** Writes a saved reply: text with variables, how it is called up, and how it reads filled in. */
export function ReplySheet({ reply, scope, onClose }: ReplySheetProps) {
  const { t } = useLingui();
  const formId = useId();
  const mayShare = usePermission('inbox:configure');
  const save = useSaveReply();
  const { variables, examples } = useReplyVariables();
  // The shortcut follows the name until somebody types one.
  const [follows, setFollows] = useState(reply === null);
  const draft = useDraft<CreateSavedReplyRequest>({
    saved: {
      scope: reply?.scope ?? scope,
      name: reply?.name ?? '',
      shortcut: reply?.shortcut ?? '',
      text: reply?.text ?? '',
      language: reply?.language ?? null,
      media_id: reply?.media_id ?? null,
    },
    check: ({ name, shortcut, text }) => {
      const found = new Map<string, string>();
      if (name.trim() === '') found.set('name', t`Enter a name.`);
      if (!isShortcut(shortcut)) found.set('shortcut', t`1 to 40 letters, digits, dashes or underscores, without spaces.`);
      const [unknown] = unknownVariables(text);
      if (text.trim() === '') found.set('text', t`Write a text.`);
      else if (unknown !== undefined) {
        const written = inBraces(unknown);
        found.set('text', t`There is no variable ${written}. Choose one from the list below the text.`);
      } else if (text.length > mostCharacters) found.set('text', t`At most 4,096 characters.`);
      return found;
    },
    save: async (value) => {
      const name = value.name.trim();
      await save.mutateAsync({ id: reply?.id ?? null, reply: { ...value, name, shortcut: value.shortcut.trim().toLowerCase() } });
      notify({ title: t`“${name}” is saved` });
    },
    onSaved: onClose,
  });
  const { value, change } = draft;
  useActions([{ id: 'save-reply', label: t`Save`, group: t`Saved replies`, keys: 'mod+enter', keysOnly: true, run: draft.save }]);
  const isTaken = draft.error instanceof KabarError && draft.error.code === 'conflict';
  const preview = renderSavedReply(value.text, examples);
  const shown = value.shortcut.trim().toLowerCase() || t`shortcut`;
  return (
    <Sheet
      open
      keepOpen={draft.isDirty}
      size="md"
      onOpenChange={onClose}
      title={reply ? t`Change the saved reply` : t`New saved reply`}
      action={
        <Button variant="primary" type="submit" form={formId} loading={draft.pending}>
          <Trans>Save</Trans>
        </Button>
      }
    >
      <form
        id={formId}
        noValidate
        className="flex flex-col gap-5"
        onSubmit={(event) => {
          event.preventDefault();
          draft.save();
        }}
      >
        <ErrorBanner error={isTaken ? null : draft.error} />
        <Field label={t`Name`} error={draft.issues.get('name')}>
          <Input
            dir="auto"
            maxLength={100}
            value={value.name}
            onValueChange={(name) => change({ ...value, name, ...(follows ? { shortcut: shortcutOf(name) } : {}) })}
          />
        </Field>
        <Field
          label={t`Shortcut`}
          error={isTaken ? t`Another saved reply has this shortcut.` : draft.issues.get('shortcut')}
          hint={t`In the composer, type /${shown} and press Enter. Letters, digits, dashes and underscores; capitals do not matter.`}
        >
          <Input
            dir="auto"
            maxLength={40}
            spellCheck={false}
            autoCapitalize="none"
            value={value.shortcut}
            onValueChange={(shortcut) => {
              setFollows(false);
              change({ ...value, shortcut: shortcut.replace(/^\//, '') });
            }}
          />
        </Field>
        <VariableTextarea
          label={t`Text`}
          value={value.text}
          onValueChange={(text) => change({ ...value, text })}
          variables={variables}
          max={mostCharacters}
          rows={7}
          error={draft.issues.get('text')}
          hint={t`Behind a bar stands what is written when nothing is known: ${fallbackExample}. *Bold*, _italic_ and ~struck~ work as in WhatsApp.`}
        />
        <FileField
          mediaId={value.media_id}
          onMediaIdChange={(id) => change({ ...value, media_id: id as CreateSavedReplyRequest['media_id'] /* an id of the API */ })}
        />
        {mayShare ? (
          <RadioGroup
            label={t`For whom`}
            value={value.scope}
            onValueChange={(next) => change({ ...value, scope: next })}
            options={[
              { value: 'shared', label: t`For everybody in the workspace` },
              { value: 'personal', label: t`Only for me` },
            ]}
          />
        ) : null}
        <section aria-label={t`Preview`} className="flex flex-col gap-2">
          <h3 className="text-13 font-medium text-strong">
            <Trans>As Siti Rahma, an invented customer, would get it</Trans>
          </h3>
          <div className="flex flex-col rounded-card bg-thread p-3">
            <PhoneBubble own>
              {preview.text.trim() === '' ? (
                <span className="text-weak italic">{t`The text appears here.`}</span>
              ) : (
                <FormattedText text={preview.text} className="block" />
              )}
            </PhoneBubble>
          </div>
          {preview.empty.length > 0 && draft.issues.get('text') === undefined ? (
            <Banner tone="warn">
              <Trans>Some variables have no example value and stay blank here.</Trans>
            </Banner>
          ) : null}
        </section>
      </form>
      <UnsavedGuard isDirty={draft.isDirtyNow} />
    </Sheet>
  );
}
