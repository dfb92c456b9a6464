import type { ContactMerge } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { Merge, Split } from 'lucide-react';
import { useState } from 'react';
import { useMembers } from '#features/members';
import { usePermission } from '#features/session';
import { errorSentence } from '#lib/present-error.ts';
import { useFormat } from '#lib/use-format.ts';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { ConfirmDialog } from '#ui/ConfirmDialog.tsx';
import { EmptyState } from '#ui/EmptyState.tsx';
import { ErrorState } from '#ui/ErrorState.tsx';
import { RowSkeletons } from '#ui/Skeleton.tsx';
import { notify } from '#ui/toasts.ts';
import { useUndoMerge } from '../../api/mutations.ts';
import { useMerges } from '../../api/queries.ts';

/** What was merged into a contact, why, and the way to take it apart again. */
export function MergeHistory({ contactId }: { contactId: string }) {
  const { t, i18n } = useLingui();
  const format = useFormat();
  const mayManage = usePermission('contacts:manage');
  const { data: members = [] } = useMembers();
  const merges = useMerges(contactId);
  const undo = useUndoMerge(contactId);
  const [asking, setAsking] = useState<ContactMerge | null>(null);
  const why: Record<ContactMerge['evidence'], string> = {
    manual: t`by hand`,
    same_payload: t`WhatsApp named both in one message`,
    number_changed: t`WhatsApp said that the number changed`,
    user_id_changed: t`WhatsApp said that the user id changed`,
  };
  const who = ({ actor }: ContactMerge): string =>
    actor.kind === 'member'
      ? (members.find(({ id }) => id === actor.id)?.name ?? t`A former member`)
      : actor.kind === 'api_key'
        ? t`A program`
        : t`Kabar`;
  if (merges.isPending) return <RowSkeletons label={t`Loading the merges`} rows={2} />;
  if (!merges.data) return <ErrorState error={merges.error} onRetry={() => void merges.refetch()} />;
  if (merges.data.length === 0) {
    return (
      <EmptyState compact picture={<Merge />} title={<Trans>Never merged</Trans>}>
        <Trans>When one person is here twice, merge the two from the menu at the top. Every merge can be taken apart again.</Trans>
      </EmptyState>
    );
  }
  return (
    <Card flush>
      <ul>
        {merges.data.map((merge) => (
          <li key={merge.id} className="flex flex-wrap items-center gap-x-4 gap-y-2 border-b border-line px-4 py-3 last:border-b-0 sm:px-5">
            <span className="min-w-0 flex-1 basis-60 text-14">
              <span className="text-strong">
                <Trans>
                  {who(merge)} merged another contact into this one, {why[merge.evidence]}
                </Trans>
              </span>
              <span className="block text-13 text-weak">{format.dateTime(merge.merged_at)}</span>
              {merge.undone_at === null ? null : (
                <span className="block text-13 text-weak">
                  <Trans>Taken apart on {format.dateTime(merge.undone_at)}</Trans>
                </span>
              )}
            </span>
            {mayManage && merge.can_undo ? (
              <Button size="sm" icon={<Split aria-hidden />} onClick={() => setAsking(merge)}>
                <Trans>Take apart</Trans>
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
      {asking ? (
        <ConfirmDialog
          open
          tone="normal"
          onOpenChange={(open) => {
            if (!open) setAsking(null);
          }}
          title={<Trans>Take the two contacts apart?</Trans>}
          confirmLabel={<Trans>Take apart</Trans>}
          pending={undo.isPending}
          error={undo.error ? errorSentence(undo.error, i18n) : undefined}
          onConfirm={() =>
            undo.mutate(asking.id, {
              onSuccess: () => {
                setAsking(null);
                notify({ title: t`They are two contacts again` });
              },
            })
          }
        >
          <Trans>Each gets back what it had. What was changed since the merge stays with this contact.</Trans>
        </ConfirmDialog>
      ) : null}
    </Card>
  );
}
