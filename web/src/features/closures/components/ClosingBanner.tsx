import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import { DoorClosed } from 'lucide-react';
import { usePermission, useWorkspace } from '#features/session';
import { errorSentence } from '#lib/present-error.ts';
import { useFormat } from '#lib/use-format.ts';
import { Button } from '#ui/Button.tsx';
import { notify } from '#ui/toasts.ts';
import { useReopenWorkspace } from '../api/mutations.ts';

/** Says on every page that the workspace is closing, until when, and how to take it back. Nothing while it is open. */
export function ClosingBanner() {
  const { t, i18n } = useLingui();
  const format = useFormat();
  const { workspace } = useWorkspace();
  const mayClose = usePermission('workspace:close');
  const reopen = useReopenWorkspace();
  if (workspace.deletes_at === null) return null;
  const day = format.date(workspace.deletes_at);

  function handleReopen(): void {
    reopen.mutate(undefined, {
      onSuccess: () => notify({ tone: 'good', title: t`The workspace is open again`, description: t`Nothing was deleted.` }),
      onError: (error) => notify({ tone: 'bad', title: t`The workspace stays closed`, description: errorSentence(error, i18n) }),
    });
  }

  return (
    <div role="status" className="flex flex-wrap items-center justify-center gap-x-4 gap-y-1 bg-warn-soft px-4 py-2 text-13 text-warn">
      <span className="flex items-center gap-2 font-medium">
        <DoorClosed aria-hidden className="size-4 shrink-0" />
        <Trans>This workspace is closing: it can be read, and nothing is sent. On {day} everything in it is deleted.</Trans>
      </span>
      {mayClose ? (
        <span className="flex items-center gap-3">
          <Link from="/w/$slug" to="/w/$slug/settings/workspace" className="font-medium underline">
            <Trans>Download everything</Trans>
          </Link>
          <Button size="sm" loading={reopen.isPending} onClick={handleReopen}>
            <Trans>Reopen it</Trans>
          </Button>
        </span>
      ) : null}
    </div>
  );
}
