import { checkTemplate, isSubmittable, type TemplateDraft } from '@kabar/contract';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Send } from 'lucide-react';
import { useState } from 'react';
import { errorSentence } from '#lib/present-error.ts';
import { Banner } from '#ui/Banner.tsx';
import { Button } from '#ui/Button.tsx';
import { Checkbox } from '#ui/Checkbox.tsx';
import { Dialog } from '#ui/Dialog.tsx';
import { useSubmitDrafts } from '../api/mutations.ts';
import { valueOf } from '../fns/draft-content.ts';
import { languageName } from '../fns/language-name.ts';
import { categoryWords } from '../fns/template-words.ts';

/** Props of SubmitDialog. `drafts` are all languages of the name, the open one first. */
export interface SubmitDialogProps {
  drafts: readonly TemplateDraft[];
  onClose: () => void;
  /** Everything that was chosen is at WhatsApp; `templateId` is that of the open draft, or of the first. */
  onSubmitted: (templateId: string, draftIds: readonly string[]) => void;
  /** WhatsApp or our server refused one; what was taken before it stays taken. */
  onRefused: (draftId: string) => void;
}

/** What is about to be handed in, in which languages, and what follows from it. */
export function SubmitDialog({ drafts, onClose, onSubmitted, onRefused }: SubmitDialogProps) {
  const { t, i18n } = useLingui();
  const submit = useSubmitDrafts();
  const ready = drafts.filter((draft) => draft.number_id !== null && isSubmittable(checkTemplate(valueOf(draft).content)));
  const [chosen, setChosen] = useState<ReadonlySet<string>>(() => new Set(ready.map((draft) => draft.id)));
  const [done, setDone] = useState<ReadonlyMap<string, string>>(new Map());
  const first = drafts[0];
  if (!first) return null;
  const waiting = drafts.filter((draft) => chosen.has(draft.id) && !done.has(draft.id));
  const isEdit = first.template_id !== null;

  function handleSubmit(): void {
    const made = new Map(done);
    let at = waiting[0]?.id ?? '';
    submit.mutate(
      {
        draftIds: waiting.map((draft) => draft.id),
        onDone: (draftId, template) => {
          made.set(draftId, template.id);
          setDone(new Map(made));
          at = waiting[waiting.findIndex((draft) => draft.id === draftId) + 1]?.id ?? '';
        },
      },
      {
        onSuccess: () => onSubmitted(made.get(first?.id ?? '') ?? [...made.values()][0] ?? '', [...made.keys()]),
        onError: () => onRefused(at),
      },
    );
  }

  return (
    <Dialog
      open
      keepOpen
      size="sm"
      onOpenChange={onClose}
      title={isEdit ? t`Submit the changes to ${first.name}?` : t`Submit ${first.name} to WhatsApp?`}
      action={
        <Button
          variant="primary"
          icon={<Send aria-hidden />}
          loading={submit.isPending}
          disabled={waiting.length === 0}
          onClick={handleSubmit}
        >
          <Trans>Submit</Trans>
        </Button>
      }
    >
      <div className="flex flex-col gap-4 text-14 text-normal">
        {submit.error ? <Banner tone="bad">{errorSentence(submit.error, i18n)}</Banner> : null}
        {drafts.length > 1 ? (
          <div role="group" aria-label={t`Languages`} className="flex flex-col">
            {drafts.map((draft) => {
              const isReady = ready.includes(draft);
              return (
                <Checkbox
                  key={draft.id}
                  checked={chosen.has(draft.id) || done.has(draft.id)}
                  disabled={!isReady || done.has(draft.id) || submit.isPending}
                  label={languageName(draft.language, i18n.locale)}
                  hint={done.has(draft.id) ? t`Submitted` : isReady ? undefined : t`Something is missing or wrong in it.`}
                  onCheckedChange={(on) => {
                    const next = new Set(chosen);
                    if (on) next.add(draft.id);
                    else next.delete(draft.id);
                    setChosen(next);
                  }}
                />
              );
            })}
          </div>
        ) : null}
        <ul className="flex list-disc flex-col gap-1.5 pl-5">
          <li>
            <Trans>WhatsApp reviews it. That takes minutes, at most a day. It cannot be sent or changed meanwhile.</Trans>
          </li>
          {isEdit ? (
            <li>
              <Trans>An approved template can be changed once a day and ten times in 30 days.</Trans>
            </li>
          ) : (
            <li>
              <Trans>Name and language cannot be changed later. After a deletion the name is locked for 30 days.</Trans>
            </li>
          )}
          <li>{i18n._(categoryWords[first.category].cost)}</li>
        </ul>
        {waiting.length > 1 ? (
          <p>
            <Plural value={waiting.length} one="# language is submitted." other="# languages are submitted." />
          </p>
        ) : null}
      </div>
    </Dialog>
  );
}
