import { checkTemplate, isSubmittable, type TemplateDraft } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { Link, useBlocker, useNavigate } from '@tanstack/react-router';
import { ChevronLeft, EllipsisVertical, Eye, Languages, Send, Trash2 } from 'lucide-react';
import { useCallback, useMemo, useRef, useState } from 'react';
import { uploadFile } from '#features/inbox';
import { useNumbers } from '#features/numbers';
import { useWorkspace } from '#features/session';
import { errorSentence } from '#lib/present-error.ts';
import { useActions } from '#lib/use-actions.ts';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { ConfirmDialog } from '#ui/ConfirmDialog.tsx';
import { Sheet } from '#ui/Dialog.tsx';
import { ErrorState } from '#ui/ErrorState.tsx';
import { IconButton } from '#ui/IconButton.tsx';
import { Menu, MenuItem } from '#ui/Menu.tsx';
import { Skeleton, SkeletonGroup } from '#ui/Skeleton.tsx';
import { notify } from '#ui/toasts.ts';
import { useCreateDraft, useRemoveDraft } from '../api/mutations.ts';
import { useDraft, useDrafts, useSiblings, useTemplate } from '../api/queries.ts';
import { AddLanguageDialog } from '../components/AddLanguageDialog.tsx';
import { DraftBanners } from '../components/DraftBanners.tsx';
import { DraftForm } from '../components/DraftForm.tsx';
import { EditingContext } from '../components/editing-context.ts';
import { goToIssue, IssueSummary } from '../components/IssueSummary.tsx';
import { LanguageTabs } from '../components/LanguageTabs.tsx';
import { MessagePreview } from '../components/MessagePreview.tsx';
import { SavedState } from '../components/SavedState.tsx';
import { SubmitDialog } from '../components/SubmitDialog.tsx';
import { useDraftEditor } from '../components/use-draft-editor.ts';
import { inLanguage } from '../fns/draft-changes.ts';
import { requestOf } from '../fns/draft-content.ts';
import { languageName } from '../fns/language-name.ts';

function BackLink() {
  return (
    <Link
      from="/w/$slug"
      to="/w/$slug/templates"
      className="-ml-1 inline-flex min-h-6 items-center gap-1 rounded-control pr-1.5 text-13 text-weak hover:text-strong"
    >
      <ChevronLeft aria-hidden className="size-4" />
      <Trans>Templates</Trans>
    </Link>
  );
}

/** The builder: what is written on the left, what the customer will see on the right. */
export function DraftPage({ draftId }: { draftId: string }) {
  const { t } = useLingui();
  const draft = useDraft(draftId);
  if (draft.data) return <Builder key={draftId} draft={draft.data} />;
  return (
    <div className="h-full overflow-y-auto px-4 pt-5 sm:px-8 sm:pt-8">
      <title>{`${t`Template`} · Kabar`}</title>
      <h1 className="sr-only">{t`Template`}</h1>
      <BackLink />
      {draft.isPending ? (
        <SkeletonGroup label={t`Loading the draft`} className="mt-6 flex max-w-190 flex-col gap-5">
          <Skeleton className="h-64 rounded-card" />
          <Skeleton className="h-80 rounded-card" />
        </SkeletonGroup>
      ) : (
        <ErrorState error={draft.error} onRetry={() => void draft.refetch()} />
      )}
    </div>
  );
}

type Asking = 'submit' | 'discard' | 'language' | 'preview' | null;

function Builder({ draft }: { draft: TemplateDraft }) {
  const { t, i18n } = useLingui();
  const { workspace } = useWorkspace();
  const navigate = useNavigate();
  const editor = useDraftEditor(draft);
  const drafts = useDrafts();
  const numbers = useNumbers();
  const create = useCreateDraft();
  const remove = useRemoveDraft();
  const [asking, setAsking] = useState<Asking>(null);
  const [tried, setTried] = useState(false);
  const [touched, setTouched] = useState<ReadonlySet<string>>(new Set());
  const leavingRef = useRef(false);
  const { content, numberId } = editor.value;
  const issues = useMemo(() => checkTemplate(content), [content]);
  const number = numbers.data?.find((one) => one.id === numberId);
  const business = number?.verified_name ?? workspace.name;
  const others = (drafts.data ?? []).filter(
    (other) => other.id !== draft.id && content.name !== '' && other.name === content.name && other.number_id === numberId,
  );
  const siblings = useSiblings(number?.waba_id ?? '', number ? content.name : '');
  const taken = [content.language, ...others.map((other) => other.language), ...(siblings.data ?? []).map((other) => other.language)];
  const slug = workspace.slug;

  const blocker = useBlocker({
    shouldBlockFn: async () => !leavingRef.current && !(await editor.flush()),
    enableBeforeUnload: () => !leavingRef.current && editor.state !== 'saved',
    withResolver: true,
  });

  const touch = useCallback((path: string) => setTouched((before) => (before.has(path) ? before : new Set(before).add(path))), []);
  const editing = useMemo(
    () => ({
      issues,
      touched,
      touch,
      tried,
      upload: (file: File, kind: 'image' | 'video' | 'document', onProgress: (share: number) => void) =>
        uploadFile(workspace.id, file, kind, { onProgress, signal: new AbortController().signal }),
    }),
    [issues, touched, touch, tried, workspace.id],
  );

  async function handleSubmit(): Promise<void> {
    setTried(true);
    const first = issues.find((issue) => issue.severity === 'error');
    if (first || !isSubmittable(issues)) {
      // The sentences are drawn first.
      requestAnimationFrame(() => goToIssue(first?.path ?? ''));
      return;
    }
    if (!(await editor.flush())) {
      notify({ tone: 'bad', title: t`Not saved yet`, description: t`Try again when the connection is back.` });
      return;
    }
    setAsking('submit');
  }

  function addLanguage(language: string): void {
    create.mutate(requestOf({ numberId, content: inLanguage(content, language) }), {
      onSuccess: (made) => {
        setAsking(null);
        void navigate({ to: '/w/$slug/templates/drafts/$draftId', params: { slug, draftId: made.id } });
      },
    });
  }

  function discard(): void {
    leavingRef.current = true;
    remove.mutate(draft.id, {
      onSuccess: () => {
        editor.forget();
        notify({ title: t`The draft is gone` });
        void navigate({ to: '/w/$slug/templates', params: { slug } });
      },
      onError: () => {
        leavingRef.current = false;
      },
    });
  }

  useActions([
    { id: 'submit-template', label: t`Submit the template`, group: t`Templates`, keys: 'mod+enter', run: () => void handleSubmit() },
    { id: 'add-template-language', label: t`Add a language`, group: t`Templates`, run: () => setAsking('language') },
  ]);

  const title = content.name || t`New template`;
  const preview = <MessagePreview parts={content} category={content.category} business={business} />;
  const current: TemplateDraft = { ...draft, ...requestOf(editor.value), number_id: draft.number_id } as TemplateDraft; // the same fields, as they are now
  return (
    <div className="flex h-full flex-col">
      <title>{`${title} · Kabar`}</title>
      <header className="flex flex-wrap items-center gap-x-4 gap-y-2 border-b border-line px-4 py-3 sm:px-8">
        <div className="min-w-0 flex-1 basis-60">
          <BackLink />
          <div className="flex min-w-0 flex-wrap items-baseline gap-x-3">
            <h1 className="truncate text-20 font-semibold tracking-tight text-strong">{title}</h1>
            <SavedState state={editor.state} />
          </div>
        </div>
        <div className="flex items-center gap-2">
          <Button className="lg:hidden" icon={<Eye aria-hidden />} onClick={() => setAsking('preview')}>
            <Trans>Preview</Trans>
          </Button>
          <Menu trigger={<IconButton variant="outline" label={t`More actions`} icon={<EllipsisVertical aria-hidden />} />}>
            <MenuItem icon={<Languages aria-hidden />} onClick={() => setAsking('language')}>
              <Trans>Add a language</Trans>
            </MenuItem>
            <MenuItem danger icon={<Trash2 aria-hidden />} onClick={() => setAsking('discard')}>
              <Trans>Discard the draft</Trans>
            </MenuItem>
          </Menu>
          <Button variant="primary" icon={<Send aria-hidden />} onClick={() => void handleSubmit()}>
            <Trans>Submit</Trans>
          </Button>
        </div>
      </header>
      <EditingContext value={editing}>
        <div className="flex min-h-0 flex-1">
          <div className="min-w-0 flex-1 overflow-y-auto px-4 pt-5 pb-16 sm:px-8">
            <div className="mx-auto flex max-w-170 flex-col gap-5">
              <DraftBanners draft={draft} editor={editor} />
              <LanguageTabs
                current={content.language}
                drafts={others}
                templates={(siblings.data ?? []).filter((one) => one.status !== 'deleted' && one.id !== draft.template_id)}
                onAdd={() => setAsking('language')}
              />
              {draft.template_id ? (
                <EditedHead templateId={draft.template_id} editor={editor} />
              ) : (
                <DraftForm
                  draft={content}
                  numberId={numberId}
                  edited={null}
                  onDraftChange={(change) => editor.change({ ...editor.value, content: { ...content, ...change } })}
                  onNumberChange={(next) => editor.change({ ...editor.value, numberId: next })}
                />
              )}
              <div className="lg:hidden">
                <Card title={t`Before you submit`}>
                  <IssueSummary issues={issues} />
                </Card>
              </div>
            </div>
          </div>
          <aside
            aria-label={t`Preview`}
            className="flex w-90 shrink-0 flex-col items-center gap-5 overflow-y-auto border-l border-line bg-surface-0 px-6 py-5 max-lg:hidden"
          >
            {preview}
            <div className="w-full max-w-75">
              <h2 className="mb-2 text-13 font-semibold text-strong">
                <Trans>Before you submit</Trans>
              </h2>
              <IssueSummary issues={issues} />
            </div>
          </aside>
        </div>
      </EditingContext>
      <Sheet open={asking === 'preview'} onOpenChange={() => setAsking(null)} title={t`Preview`}>
        <div className="flex justify-center">{preview}</div>
      </Sheet>
      {asking === 'language' ? (
        <AddLanguageDialog
          taken={taken}
          pending={create.isPending}
          error={create.error}
          onClose={() => setAsking(null)}
          onAdd={addLanguage}
        />
      ) : null}
      {asking === 'submit' ? (
        <SubmitDialog
          drafts={[current, ...others]}
          onClose={() => setAsking(null)}
          onRefused={(refusedId) => {
            setAsking(null);
            if (refusedId !== draft.id) {
              void navigate({ to: '/w/$slug/templates/drafts/$draftId', params: { slug, draftId: refusedId } });
            }
          }}
          onSubmitted={(templateId) => {
            leavingRef.current = true;
            editor.forget();
            notify({ title: t`${title} is with WhatsApp`, description: t`You see here when it is approved.` });
            void navigate({ to: '/w/$slug/templates/$templateId', params: { slug, templateId } });
          }}
        />
      ) : null}
      <ConfirmDialog
        open={asking === 'discard'}
        onOpenChange={(open) => setAsking(open ? 'discard' : null)}
        title={t`Discard the draft of ${title} (${languageName(content.language, i18n.locale)})?`}
        confirmLabel={<Trans>Discard</Trans>}
        pending={remove.isPending}
        error={remove.error ? errorSentence(remove.error, i18n) : undefined}
        onConfirm={discard}
      >
        <Trans>What was written here is lost. Nothing changes at WhatsApp.</Trans>
      </ConfirmDialog>
      <ConfirmDialog
        open={blocker.status === 'blocked'}
        onOpenChange={(open) => {
          if (!open) blocker.reset?.();
        }}
        title={t`Leave without saving?`}
        confirmLabel={<Trans>Leave</Trans>}
        onConfirm={() => blocker.proceed?.()}
      >
        <Trans>The last changes have not reached the server. This browser keeps them and brings them back when you return.</Trans>
      </ConfirmDialog>
    </div>
  );
}

/** The form of a draft that changes a template: what the template's state forbids is fixed. */
function EditedHead({ templateId, editor }: { templateId: string; editor: ReturnType<typeof useDraftEditor> }) {
  const template = useTemplate(templateId);
  const { content, numberId } = editor.value;
  return (
    <DraftForm
      draft={content}
      numberId={numberId}
      edited={{ status: template.data?.status ?? 'approved' }}
      onDraftChange={(change) => editor.change({ ...editor.value, content: { ...content, ...change } })}
      onNumberChange={(next) => editor.change({ ...editor.value, numberId: next })}
    />
  );
}
