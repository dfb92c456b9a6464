import type { Tag } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { EllipsisVertical, Merge, Pencil, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { errorSentence } from '#lib/present-error.ts';
import { useFormat } from '#lib/use-format.ts';
import { ConfirmDialog } from '#ui/ConfirmDialog.tsx';
import { DataTable, type DataColumn } from '#ui/DataTable.tsx';
import { IconButton } from '#ui/IconButton.tsx';
import { Menu, MenuItem, MenuSeparator } from '#ui/Menu.tsx';
import { notify } from '#ui/toasts.ts';
import { useRemoveTag } from '../api/mutations.ts';
import { MergeDialog } from './MergeDialog.tsx';
import { TagChip } from './TagChip.tsx';

/** Every tag with how often it is used. `all` are those a tag can be merged into. */
export function TagTable({ tags, all, onEdit }: { tags: readonly Tag[]; all: readonly Tag[]; onEdit: (tag: Tag) => void }) {
  const { t, i18n } = useLingui();
  const format = useFormat();
  const remove = useRemoveTag();
  const [removing, setRemoving] = useState<Tag | null>(null);
  const [merging, setMerging] = useState<Tag | null>(null);
  const columns: DataColumn<Tag>[] = [
    { id: 'name', grow: true, header: t`Tag`, sortValue: (tag) => tag.name, cell: (tag) => <TagChip tag={tag} /> },
    {
      id: 'contacts',
      header: t`Contacts`,
      align: 'end',
      width: '8rem',
      sortValue: (tag) => tag.contact_count,
      cell: (tag) => format.number(tag.contact_count),
    },
    {
      id: 'conversations',
      header: t`Conversations`,
      align: 'end',
      width: '9rem',
      narrow: false,
      sortValue: (tag) => tag.conversation_count,
      cell: (tag) => format.number(tag.conversation_count),
    },
    {
      id: 'actions',
      header: null,
      headerLabel: t`Actions`,
      width: '3.5rem',
      align: 'end',
      cell: (tag) => {
        const name = tag.name;
        return (
          <Menu trigger={<IconButton size="sm" label={t`What to do with ${name}`} icon={<EllipsisVertical aria-hidden />} />}>
            <MenuItem icon={<Pencil aria-hidden />} onClick={() => onEdit(tag)}>
              <Trans>Change</Trans>
            </MenuItem>
            {all.length > 1 ? (
              <MenuItem icon={<Merge aria-hidden />} onClick={() => setMerging(tag)}>
                <Trans>Merge into another</Trans>
              </MenuItem>
            ) : null}
            <MenuSeparator />
            <MenuItem danger icon={<Trash2 aria-hidden />} onClick={() => setRemoving(tag)}>
              <Trans>Delete</Trans>
            </MenuItem>
          </Menu>
        );
      },
    },
  ];
  const name = removing?.name ?? '';
  const contacts = format.number(removing?.contact_count ?? 0);
  const conversations = format.number(removing?.conversation_count ?? 0);
  return (
    <>
      <DataTable label={t`Tags`} columns={columns} rows={tags} rowKey={(tag) => tag.id} rowLabel={(tag) => tag.name} onOpen={onEdit} />
      {merging ? <MergeDialog tag={merging} tags={all} onClose={() => setMerging(null)} /> : null}
      <ConfirmDialog
        open={removing !== null}
        onOpenChange={(open) => {
          if (!open) setRemoving(null);
          remove.reset();
        }}
        title={t`Delete the tag “${name}”?`}
        confirmLabel={<Trans>Delete</Trans>}
        pending={remove.isPending}
        error={remove.error ? errorSentence(remove.error, i18n) : undefined}
        onConfirm={() => {
          if (!removing) return;
          remove.mutate(removing.id, {
            onSuccess: () => {
              setRemoving(null);
              notify({ title: t`The tag “${name}” is deleted` });
            },
          });
        }}
      >
        <Trans>
          {contacts} contacts and {conversations} conversations lose it. This cannot be undone. Views and segments that filter by it then
          fit nothing there.
        </Trans>
      </ConfirmDialog>
    </>
  );
}
