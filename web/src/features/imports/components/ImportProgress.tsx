import type { Import } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { errorSentence } from '#lib/present-error.ts';
import { Banner } from '#ui/Banner.tsx';
import { Button } from '#ui/Button.tsx';
import { ConfirmDialog } from '#ui/ConfirmDialog.tsx';
import { Progress } from '#ui/Progress.tsx';
import { notify } from '#ui/toasts.ts';
import { useRunImport, type ImportVerb } from '../api/queries.ts';

/** How far a running or paused import is, with pause, going on and cancel. It goes on when the page is closed. */
export function ImportProgress({ given }: { given: Import }) {
  const { t, i18n } = useLingui();
  const run = useRunImport(given.id);
  const [cancelling, setCancelling] = useState(false);
  const { status, counts, row_count: rows, started_at: startedAt } = given;
  const act = (verb: ImportVerb): void =>
    run.mutate(verb, {
      onError: (error) => notify({ tone: 'bad', title: t`That did not work`, description: errorSentence(error, i18n) }),
    });
  const elapsedMs = startedAt === null ? 0 : Date.now() - Date.parse(startedAt);
  // A rest time guessed from a handful of rows would jump about.
  const restMs =
    status === 'running' && counts.processed > 200 ? (elapsedMs / counts.processed) * Math.max(0, rows - counts.processed) : undefined;
  return (
    <div className="flex flex-col gap-3">
      <Progress
        label={status === 'paused' ? t`Paused` : status === 'undoing' ? t`Taking the import back` : t`Importing`}
        done={counts.processed}
        total={rows}
        restMs={restMs}
        action={
          status === 'undoing' ? null : (
            <span className="flex gap-1">
              {status === 'paused' ? (
                <Button size="sm" variant="primary" loading={run.isPending} onClick={() => act('start')}>
                  <Trans>Go on</Trans>
                </Button>
              ) : (
                <Button size="sm" loading={run.isPending} onClick={() => act('pause')}>
                  <Trans>Pause</Trans>
                </Button>
              )}
              <Button size="sm" onClick={() => setCancelling(true)}>
                <Trans>Cancel</Trans>
              </Button>
            </span>
          )
        }
      />
      <Banner tone="info">
        <Trans>You can close this page. The import goes on, and you are told when it is finished.</Trans>
      </Banner>
      <ConfirmDialog
        open={cancelling}
        onOpenChange={setCancelling}
        title={t`Cancel this import?`}
        confirmLabel={t`Cancel the import`}
        onConfirm={() => {
          setCancelling(false);
          act('cancel');
        }}
      >
        <Trans>What is imported already stays until you undo it.</Trans>
      </ConfirmDialog>
    </div>
  );
}
