import type { SavedReply } from '@kabar/contract';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Copy, EllipsisVertical, Paperclip, Pencil, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { errorSentence } from '#lib/present-error.ts';
import { ConfirmDialog } from '#ui/ConfirmDialog.tsx';
import { DataTable, type DataColumn } from '#ui/DataTable.tsx';
import { IconButton } from '#ui/IconButton.tsx';
import { Menu, MenuItem, MenuSeparator } from '#ui/Menu.tsx';
import { RelativeTime } from '#ui/RelativeTime.tsx';
import { notify } from '#ui/toasts.ts';
import { useRemoveReply, useSaveReply } from '../api/queries.ts';

/** Props of ReplyTable. Without `onEdit` the replies can only be read. */
export interface ReplyTableProps {
  replies: readonly SavedReply[];
  onEdit?: ((reply: SavedReply) => void) | undefined;
}

/** Saved replies with their shortcut and how often they are used. */
export function ReplyTable({ replies, onEdit }: ReplyTableProps) {
  const { t, i18n } = useLingui();
  const remove = useRemoveReply();
  const save = useSaveReply();
  const [removing, setRemoving] = useState<SavedReply | null>(null);
  const columns: DataColumn<SavedReply>[] = [
    {
      id: 'name',
      grow: true,
      header: t`Reply`,
      cell: (reply) => (
        <span className="block min-w-0">
          <span className="flex items-center gap-2">
            <span dir="auto" className="truncate font-medium text-strong">
              {reply.name}
            </span>
            {reply.media_id === null ? null : <Paperclip role="img" aria-label={t`With a file`} className="size-3.5 shrink-0 text-weak" />}
          </span>
          <span dir="auto" className="block truncate text-13 text-weak">
            {reply.text.replaceAll(/\s+/g, ' ')}
          </span>
        </span>
      ),
    },
    {
      id: 'shortcut',
      header: t`Shortcut`,
      width: '11rem',
      cell: (reply) => (
        <span dir="auto" className="block max-w-40 truncate font-mono text-13 text-accent-text">
          /{reply.shortcut}
        </span>
      ),
    },
    {
      id: 'used',
      header: t`Used`,
      width: '9rem',
      narrow: false,
      cell: (reply) => (
        <span>
          <Plural value={reply.usage_count} _0="never" one="# time" other="# times" />
          {reply.last_used_at === null ? null : <RelativeTime at={reply.last_used_at} className="block text-12 text-weak" />}
        </span>
      ),
    },
  ];
  if (onEdit) {
    columns.push({
      id: 'actions',
      header: null,
      headerLabel: t`Actions`,
      width: '3.5rem',
      align: 'end',
      cell: (reply) => {
        const name = reply.name;
        return (
          <Menu trigger={<IconButton size="sm" label={t`What to do with ${name}`} icon={<EllipsisVertical aria-hidden />} />}>
            <MenuItem icon={<Pencil aria-hidden />} onClick={() => onEdit(reply)}>
              <Trans>Change</Trans>
            </MenuItem>
            <MenuItem
              icon={<Copy aria-hidden />}
              onClick={() => void navigator.clipboard.writeText(reply.text).then(() => notify({ title: t`The text is copied` }))}
            >
              <Trans>Copy the text</Trans>
            </MenuItem>
            <MenuSeparator />
            <MenuItem danger icon={<Trash2 aria-hidden />} onClick={() => setRemoving(reply)}>
              <Trans>Delete</Trans>
            </MenuItem>
          </Menu>
        );
      },
    });
  }
  const name = removing?.name ?? '';
  return (
    <>
      <DataTable
        label={t`Saved replies`}
        columns={columns}
        rows={replies}
        rowKey={(reply) => reply.id}
        rowLabel={(reply) => reply.name}
        onOpen={onEdit}
      />
      <ConfirmDialog
        open={removing !== null}
        onOpenChange={(open) => {
          if (!open) setRemoving(null);
          remove.reset();
        }}
        title={t`Delete the saved reply “${name}”?`}
        confirmLabel={<Trans>Delete</Trans>}
        pending={remove.isPending}
        error={remove.error ? errorSentence(remove.error, i18n) : undefined}
        onConfirm={() => {
          const reply = removing;
          if (!reply) return;
          const { scope, shortcut, text, language, media_id } = reply;
          remove.mutate(reply.id, {
            onSuccess: () => {
              setRemoving(null);
              notify({
                title: t`“${name}” is deleted`,
                action: {
                  label: t`Undo`,
                  onClick: () => save.mutate({ id: null, reply: { scope, name: reply.name, shortcut, text, language, media_id } }),
                },
              });
            },
          });
        }}
      >
        <Plural
          value={removing?.usage_count ?? 0}
          _0="It was never used. Messages that were sent stay as they are."
          one="It was used # time. Messages that were sent stay as they are."
          other="It was used # times. Messages that were sent stay as they are."
        />
      </ConfirmDialog>
    </>
  );
}
