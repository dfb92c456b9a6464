import type { Import } from '@kabar/contract';
import { plural } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { Download, Undo2 } from 'lucide-react';
import { useState } from 'react';
import { errorSentence } from '#lib/present-error.ts';
import { saveBlob } from '#lib/save-blob.ts';
import { useFormat } from '#lib/use-format.ts';
import { Banner } from '#ui/Banner.tsx';
import { Button } from '#ui/Button.tsx';
import { ConfirmDialog } from '#ui/ConfirmDialog.tsx';
import { notify } from '#ui/toasts.ts';
import { useImportErrors, useRunImport } from '../api/queries.ts';

/** What came of an import, row by row in counts; rows with errors as a file; and the way back. */
export function ImportResult({ given }: { given: Import }) {
  const { t, i18n } = useLingui();
  const format = useFormat();
  const run = useRunImport(given.id);
  const errors = useImportErrors(given.id);
  const [asking, setAsking] = useState(false);
  const { counts, status, undone, undo_until: undoUntil } = given;
  const mayUndo = (status === 'done' || status === 'cancelled') && undoUntil !== null && Date.parse(undoUntil) > Date.now();
  const until = undoUntil === null ? '' : format.dateTime(undoUntil);
  const lines: [string, number, string?][] = [
    [t`New contacts`, counts.created],
    [t`Contacts changed`, counts.updated],
    [t`Nothing to change`, counts.unchanged],
    [t`Left out, because they are there already`, counts.skipped],
    [t`Rows with errors`, counts.failed],
    [t`Stopped or erased before: not brought back`, counts.suppressed],
  ];
  return (
    <div className="flex flex-col gap-4">
      {status === 'failed' ? (
        <Banner tone="bad" title={t`The import stopped`}>
          {given.failure === 'file_unreadable' ? (
            <Trans>The file could not be read any further. What was imported before stays. Save it as CSV again and import the rest.</Trans>
          ) : (
            <Trans>Something went wrong on our side. What was imported before stays; you can undo it or import the file again.</Trans>
          )}
        </Banner>
      ) : null}
      {undone === null ? null : (
        <Banner tone="info" title={t`The import was undone`}>
          {t`${plural(undone.removed, { one: '# contact removed', other: '# contacts removed' })}`} ·{' '}
          {t`${plural(undone.restored, { one: '# contact put back', other: '# contacts put back' })}`}
          {undone.kept > 0 ? (
            <>
              {' '}
              ·{' '}
              {t`${plural(undone.kept, { one: '# kept, because it was touched since', other: '# kept, because they were touched since' })}`}
            </>
          ) : null}
        </Banner>
      )}
      <dl className="grid grid-cols-[1fr_auto] gap-x-6 gap-y-1.5 text-14">
        {lines
          .filter(([, count], index) => count > 0 || index < 2)
          .map(([label, count]) => (
            <div key={label} className="contents">
              <dt className="text-normal">{label}</dt>
              <dd className="text-right font-medium text-strong tabular-nums">{format.number(count)}</dd>
            </div>
          ))}
      </dl>
      <div className="flex flex-wrap gap-2">
        {counts.failed > 0 ? (
          <Button
            icon={<Download aria-hidden />}
            loading={errors.isPending}
            onClick={() =>
              errors.mutate(undefined, {
                onSuccess: (blob) => saveBlob(blob, 'import-errors.csv'),
                onError: (error) => notify({ tone: 'bad', title: t`The file did not load`, description: errorSentence(error, i18n) }),
              })
            }
          >
            <Trans>Rows with errors (CSV)</Trans>
          </Button>
        ) : null}
        {mayUndo ? (
          <Button icon={<Undo2 aria-hidden />} onClick={() => setAsking(true)}>
            <Trans>Undo the import</Trans>
          </Button>
        ) : null}
      </div>
      {mayUndo ? (
        <p className="text-13 text-weak">
          <Trans>It can be undone until {until}.</Trans>
        </p>
      ) : null}
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={t`Undo this import?`}
        confirmLabel={t`Undo the import`}
        pending={run.isPending}
        error={run.error ? errorSentence(run.error, i18n) : undefined}
        onConfirm={() => run.mutate('undo', { onSuccess: () => setAsking(false) })}
      >
        <Trans>
          Contacts that the import made are removed unless somebody touched them since, and changed fields get back what they held before.
        </Trans>
      </ConfirmDialog>
    </div>
  );
}
