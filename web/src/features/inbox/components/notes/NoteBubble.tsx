import { splitNote, type Entry } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { EllipsisVertical, Lock, Pencil, Trash2 } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useMembers } from '#features/members';
import { usePermission, useWorkspace } from '#features/session';
import { useTeams } from '#features/teams';
import { errorSentence } from '#lib/present-error.ts';
import { useFormat } from '#lib/use-format.ts';
import { Avatar } from '#ui/Avatar.tsx';
import { ConfirmDialog } from '#ui/ConfirmDialog.tsx';
import { IconButton } from '#ui/IconButton.tsx';
import { Menu, MenuItem } from '#ui/Menu.tsx';
import { useDeleteNote, useEditNote } from '../../api/notes.ts';
import { NoteBox } from './NoteBox.tsx';

/** The text of a note with its mentions set apart. */
function NoteText({ text }: { text: string }) {
  const { data: members } = useMembers();
  const { data: teams } = useTeams();
  const parts = useMemo(() => splitNote(text, [...(members ?? []), ...(teams ?? [])]), [text, members, teams]);
  return (
    <p dir="auto" className="text-14 wrap-anywhere whitespace-pre-wrap text-strong">
      {parts.map((part, index) =>
        part.kind === 'text' ? (
          part.text
        ) : (
          // oxlint-disable-next-line react/no-array-index-key -- parts of one text never change places
          <span key={index} className="rounded-control bg-accent-soft px-0.5 font-medium text-accent-text">
            {part.text}
          </span>
        ),
      )}
    </p>
  );
}

/** A note among members, across the column; the customer never sees it. */
export function NoteBubble({ entry }: { entry: Entry }) {
  const { t, i18n } = useLingui();
  const format = useFormat();
  const { memberId, role } = useWorkspace();
  const mayWrite = usePermission('conversations:write');
  const { data: members } = useMembers();
  const [editing, setEditing] = useState(false);
  const [deleting, setDeleting] = useState(false);
  const edit = useEditNote(entry);
  const remove = useDeleteNote(entry);
  const author =
    entry.actor.kind === 'member' ? (members?.find(({ id }) => id === entry.actor.id)?.name ?? t`A former member`) : t`A program`;
  const own = entry.actor.id === memberId;
  const mayDelete = mayWrite && (own || role !== 'agent');
  if (entry.deleted_at !== null) {
    return (
      <div data-entry={entry.id} className="flex justify-center px-6 pb-2.5">
        <p className="flex items-center gap-1.5 text-12 text-weak">
          <Lock aria-hidden className="size-3.5" />
          <Trans>A note of {author} was deleted</Trans>
        </p>
      </div>
    );
  }
  const text = entry.text;
  return (
    <article aria-label={t`Note of ${author}`} data-entry={entry.id} className="group/note px-4 pb-2.5">
      <div className="rounded-card bg-bubble-note px-3 py-2">
        <header className="mb-1 flex items-center gap-1.5 text-12 text-weak">
          <Lock aria-hidden className="size-3.5 shrink-0" />
          <Avatar id={entry.actor.id ?? entry.id} name={author} size="xs" />
          <span dir="auto" className="min-w-0 truncate font-medium text-normal">
            {author}
          </span>
          <span className="shrink-0">
            <Trans>Note, only for members</Trans>
          </span>
          <span className="flex-1" />
          {entry.edited_at === null ? null : (
            <span title={format.dateTime(entry.edited_at)} className="shrink-0">
              <Trans>edited</Trans>
            </span>
          )}
          <time dateTime={entry.occurred_at} title={format.dateTime(entry.occurred_at)} className="shrink-0 tabular-nums">
            {format.time(entry.occurred_at)}
          </time>
          {mayWrite && (own || mayDelete) ? (
            <Menu trigger={<IconButton size="sm" label={t`More about this note`} icon={<EllipsisVertical aria-hidden />} />}>
              {own && text !== null ? (
                <MenuItem icon={<Pencil aria-hidden />} onClick={() => setEditing(true)}>
                  <Trans>Edit</Trans>
                </MenuItem>
              ) : null}
              {mayDelete ? (
                <MenuItem danger icon={<Trash2 aria-hidden />} onClick={() => setDeleting(true)}>
                  <Trans>Delete</Trans>
                </MenuItem>
              ) : null}
            </Menu>
          ) : null}
        </header>
        {editing && text !== null ? (
          <NoteBox
            start={text}
            autoFocus
            submitLabel={t`Save the note`}
            onSubmit={async (next) => {
              await edit.mutateAsync(next);
              setEditing(false);
            }}
            onCancel={() => setEditing(false)}
          />
        ) : text === null ? (
          <p className="text-13 text-weak italic">
            <Trans>This note can no longer be read.</Trans>
          </p>
        ) : (
          <NoteText text={text} />
        )}
      </div>
      <ConfirmDialog
        open={deleting}
        onOpenChange={setDeleting}
        title={t`Delete this note?`}
        confirmLabel={t`Delete the note`}
        pending={remove.isPending}
        error={remove.error ? errorSentence(remove.error, i18n) : undefined}
        onConfirm={() => remove.mutate(undefined, { onSuccess: () => setDeleting(false) })}
      >
        <Trans>Members see that a note of {author} was deleted, and no longer what it said.</Trans>
      </ConfirmDialog>
    </article>
  );
}
