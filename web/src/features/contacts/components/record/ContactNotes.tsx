import type { ContactNote } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { Pencil, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useMembers } from '#features/members';
import { usePermission, useWorkspace } from '#features/session';
import { errorSentence } from '#lib/present-error.ts';
import { Button } from '#ui/Button.tsx';
import { ConfirmDialog } from '#ui/ConfirmDialog.tsx';
import { ErrorBanner } from '#ui/ErrorBanner.tsx';
import { IconButton } from '#ui/IconButton.tsx';
import { LoadMore } from '#ui/LoadMore.tsx';
import { RelativeTime } from '#ui/RelativeTime.tsx';
import { Textarea } from '#ui/Textarea.tsx';
import { useNoteWork } from '../../api/mutations.ts';
import { useContactNotes } from '../../api/queries.ts';

function NoteForm(props: {
  label: string;
  text: string;
  pending: boolean;
  error: Error | null;
  onSave: (text: string) => void;
  onCancel: () => void;
}) {
  const { label, pending, error, onSave, onCancel } = props;
  const [text, setText] = useState(props.text);
  return (
    <form
      className="flex flex-col gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim() !== '') onSave(text.trim());
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && text.trim() !== '') onSave(text.trim());
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        onCancel();
      }}
    >
      <ErrorBanner error={error} />
      {/* oxlint-disable-next-line jsx-a11y/no-autofocus -- the press was the wish to write */}
      <Textarea autoFocus aria-label={label} dir="auto" maxLength={10_000} value={text} onChange={(event) => setText(event.target.value)} />
      <div className="flex justify-end gap-2">
        <Button size="sm" onClick={onCancel}>
          <Trans>Cancel</Trans>
        </Button>
        <Button size="sm" type="submit" variant="primary" loading={pending} disabled={text.trim() === ''}>
          <Trans>Save</Trans>
        </Button>
      </div>
    </form>
  );
}

/** Notes about the person, for the team only. Each is changed by whoever wrote it. */
export function ContactNotes({ contactId }: { contactId: string }) {
  const { t, i18n } = useLingui();
  const { memberId } = useWorkspace();
  const mayWrite = usePermission('contacts:write');
  const notes = useContactNotes(contactId);
  const { data: members = [] } = useMembers();
  const work = useNoteWork(contactId);
  const [open, setOpen] = useState<string | null>(null);
  const [removing, setRemoving] = useState<ContactNote | null>(null);
  const author = (note: ContactNote): string =>
    note.author.kind === 'api_key' ? t`A program` : (members.find(({ id }) => id === note.author.id)?.name ?? t`A former member`);
  return (
    <div className="flex flex-col gap-2">
      {notes.isError && !notes.data ? <ErrorBanner error={notes.error} onRetry={() => void notes.refetch()} /> : null}
      {(notes.data ?? []).map((note) =>
        open === note.id ? (
          <NoteForm
            key={note.id}
            label={t`Change the note`}
            text={note.text}
            pending={work.change.isPending}
            error={work.change.error}
            onCancel={() => setOpen(null)}
            onSave={(text) => work.change.mutate({ id: note.id, text }, { onSuccess: () => setOpen(null) })}
          />
        ) : (
          <article key={note.id} className="rounded-card bg-bubble-note px-3 py-2 text-13">
            <p dir="auto" className="whitespace-pre-wrap wrap-anywhere text-strong">
              {note.text}
            </p>
            <footer className="mt-1 flex items-center gap-1 text-12 text-weak">
              <span className="min-w-0 truncate">{author(note)}</span>
              <span aria-hidden>·</span>
              <RelativeTime at={note.created_at} className="shrink-0" />
              {note.edited_at === null ? null : <span className="shrink-0">({t`edited`})</span>}
              {mayWrite && note.author.id === memberId ? (
                <span className="ml-auto flex">
                  <IconButton size="sm" label={t`Change the note`} icon={<Pencil aria-hidden />} onClick={() => setOpen(note.id)} />
                  <IconButton size="sm" label={t`Delete the note`} icon={<Trash2 aria-hidden />} onClick={() => setRemoving(note)} />
                </span>
              ) : null}
            </footer>
          </article>
        ),
      )}
      <LoadMoreOrNothing
        hasMore={notes.hasNextPage}
        loading={notes.isFetchingNextPage}
        onLoadMore={() => void notes.fetchNextPage()}
        error={notes.isFetchNextPageError ? errorSentence(notes.error, i18n) : undefined}
      />
      {!mayWrite ? null : open === 'new' ? (
        <NoteForm
          label={t`New note about the contact`}
          text=""
          pending={work.add.isPending}
          error={work.add.error}
          onCancel={() => setOpen(null)}
          onSave={(text) => work.add.mutate(text, { onSuccess: () => setOpen(null) })}
        />
      ) : (
        <Button size="sm" className="self-start" onClick={() => setOpen('new')}>
          <Trans>Write a note</Trans>
        </Button>
      )}
      {removing ? (
        <ConfirmDialog
          open
          onOpenChange={(next) => {
            if (!next) setRemoving(null);
          }}
          title={<Trans>Delete this note?</Trans>}
          confirmLabel={<Trans>Delete the note</Trans>}
          pending={work.remove.isPending}
          error={work.remove.error ? errorSentence(work.remove.error, i18n) : undefined}
          onConfirm={() => work.remove.mutate(removing.id, { onSuccess: () => setRemoving(null) })}
        >
          <Trans>Nobody can read it any more.</Trans>
        </ConfirmDialog>
      ) : null}
    </div>
  );
}

function LoadMoreOrNothing(props: { hasMore: boolean; loading: boolean; onLoadMore: () => void; error: string | undefined }) {
  return props.hasMore || props.error ? <LoadMore {...props} /> : null;
}
