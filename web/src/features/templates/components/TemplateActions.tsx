import type { Template } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { useNavigate } from '@tanstack/react-router';
import { CopyPlus, EllipsisVertical, Languages, Pencil, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useWorkspace } from '#features/session';
import { errorSentence } from '#lib/present-error.ts';
import { useActions } from '#lib/use-actions.ts';
import { useFormat } from '#lib/use-format.ts';
import { useServerWords } from '#lib/use-server-words.ts';
import { Button } from '#ui/Button.tsx';
import { Checkbox } from '#ui/Checkbox.tsx';
import { ConfirmDialog } from '#ui/ConfirmDialog.tsx';
import { IconButton } from '#ui/IconButton.tsx';
import { Menu, MenuItem } from '#ui/Menu.tsx';
import { notify } from '#ui/toasts.ts';
import { useCreateDraft, useDeleteTemplate, useDuplicate } from '../api/mutations.ts';
import { useDrafts } from '../api/queries.ts';
import { languageName } from '../fns/language-name.ts';
import { AddLanguageDialog } from './AddLanguageDialog.tsx';

/** Props of TemplateActions. `siblings` are all languages of the name that are not deleted, this one among them. */
export interface TemplateActionsProps {
  template: Template;
  siblings: readonly Template[];
}

/** What can be done with a template: edit, copy, add a language, delete. */
export function TemplateActions({ template, siblings }: TemplateActionsProps) {
  const { t, i18n } = useLingui();
  const { workspace } = useWorkspace();
  const format = useFormat();
  const words = useServerWords();
  const navigate = useNavigate();
  const drafts = useDrafts();
  const create = useCreateDraft();
  const duplicate = useDuplicate();
  const remove = useDeleteTemplate(template.id);
  const [asking, setAsking] = useState<'delete' | 'language' | null>(null);
  const [allLanguages, setAllLanguages] = useState(false);
  const slug = workspace.slug;
  const isGone = template.status === 'deleted' || template.status === 'pending_deletion';
  const count = siblings.length;
  const again = template.editable_again_at === null ? null : format.dateTime(template.editable_again_at);

  function openDraft(draftId: string): void {
    void navigate({ to: '/w/$slug/templates/drafts/$draftId', params: { slug, draftId } });
  }
  function fail(error: Error): void {
    notify({ tone: 'bad', title: t`That did not work`, description: errorSentence(error, i18n) });
  }
  function handleEdit(): void {
    const begun = drafts.data?.find((draft) => draft.template_id === template.id);
    if (begun) openDraft(begun.id);
    else create.mutate({ template_id: template.id }, { onSuccess: (draft) => openDraft(draft.id), onError: fail });
  }
  function handleDuplicate(): void {
    duplicate.mutate(
      { templateId: template.id, name: `${template.name.slice(0, 500)}_copy` },
      { onSuccess: (draft) => openDraft(draft.id), onError: fail },
    );
  }

  useActions([
    ...(template.can_edit ? [{ id: 'edit-template', label: t`Edit the template`, group: t`Templates`, keys: 'e', run: handleEdit }] : []),
    ...(isGone ? [] : [{ id: 'duplicate-template', label: t`Duplicate the template`, group: t`Templates`, run: handleDuplicate }]),
  ]);

  const reason = template.not_editable_reason === null ? null : words(template.not_editable_reason);
  return (
    <>
      {template.can_edit ? (
        <Button icon={<Pencil aria-hidden />} loading={create.isPending} onClick={handleEdit}>
          <Trans>Edit</Trans>
        </Button>
      ) : reason && !isGone ? (
        <span className="max-w-60 text-13 text-weak">{again ? <Trans>Editable again from {again}</Trans> : reason}</span>
      ) : null}
      <Menu trigger={<IconButton variant="outline" label={t`More actions`} icon={<EllipsisVertical aria-hidden />} />}>
        <MenuItem icon={<CopyPlus aria-hidden />} onClick={handleDuplicate}>
          <Trans>Duplicate</Trans>
        </MenuItem>
        {isGone ? null : (
          <>
            <MenuItem icon={<Languages aria-hidden />} onClick={() => setAsking('language')}>
              <Trans>Add a language</Trans>
            </MenuItem>
            <MenuItem danger icon={<Trash2 aria-hidden />} onClick={() => setAsking('delete')}>
              <Trans>Delete</Trans>
            </MenuItem>
          </>
        )}
      </Menu>
      {asking === 'language' ? (
        <AddLanguageDialog
          taken={siblings.map((sibling) => sibling.language)}
          pending={duplicate.isPending}
          error={duplicate.error}
          onClose={() => setAsking(null)}
          onAdd={(language) => duplicate.mutate({ templateId: template.id, language }, { onSuccess: (draft) => openDraft(draft.id) })}
        />
      ) : null}
      <ConfirmDialog
        open={asking === 'delete'}
        onOpenChange={(open) => setAsking(open ? 'delete' : null)}
        title={t`Delete ${template.name} (${languageName(template.language, i18n.locale)})?`}
        confirmLabel={<Trans>Delete</Trans>}
        pending={remove.isPending}
        error={remove.error ? errorSentence(remove.error, i18n) : undefined}
        onConfirm={() =>
          remove.mutate(
            { allLanguages },
            {
              onSuccess: () => {
                notify({ title: t`${template.name} is deleted` });
                void navigate({ to: '/w/$slug/templates', params: { slug } });
              },
            },
          )
        }
      >
        <p>
          <Trans>
            It can no longer be sent, also not by programs that use it. Messages that were sent stay. WhatsApp locks the name of an approved
            template for 30 days.
          </Trans>
        </p>
        {count > 1 ? (
          <Checkbox className="mt-2" label={t`Delete all ${count} languages`} checked={allLanguages} onCheckedChange={setAllLanguages} />
        ) : null}
      </ConfirmDialog>
    </>
  );
}
