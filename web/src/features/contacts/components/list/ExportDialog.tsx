import type { ContactFilter } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from '#ui/Button.tsx';
import { Dialog } from '#ui/Dialog.tsx';
import { ErrorBanner } from '#ui/ErrorBanner.tsx';
import { useStartExport } from '../../api/mutations.ts';
import { useContactCount, useExports } from '../../api/queries.ts';
import { ExportRow } from '../ExportRow.tsx';
import { useCountText } from '../use-count-text.ts';

/** Props of ExportDialog: what the list shows now is what is written. */
export interface ExportDialogProps {
  filter: ContactFilter | undefined;
  segment: string | undefined;
  onClose: () => void;
}

/** Asks for the listed contacts as a file and shows how far it is; the work goes on when the dialog is closed. */
export function ExportDialog({ filter, segment, onClose }: ExportDialogProps) {
  const { t } = useLingui();
  const start = useStartExport();
  const { data: exports = [] } = useExports(true);
  const { data: count } = useContactCount({ filter, segment });
  const countText = useCountText();
  const shown = count === undefined ? '…' : countText(count);
  const files = exports.filter(({ kind, status }) => kind === 'contacts' && status !== 'expired').slice(0, 3);
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t`Export contacts`}
      description={t`A CSV file with the contacts that the list shows now (${shown}), in columns that an import takes again.`}
      footer={
        <>
          <Button onClick={onClose}>
            <Trans>Close</Trans>
          </Button>
          <Button
            variant="primary"
            loading={start.isPending}
            onClick={() => start.mutate({ ...(filter === undefined ? {} : { filter }), ...(segment === undefined ? {} : { segment }) })}
          >
            <Trans>Write the file</Trans>
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <ErrorBanner error={start.error} />
        <p className="text-13 text-normal">
          <Trans>
            Cells that a spreadsheet would take for a formula begin with an apostrophe, so that opening the file runs nothing. An import
            takes the apostrophe away again. You can close this window; the file is waiting here for seven days.
          </Trans>
        </p>
        {files.map((item) => (
          <ExportRow key={item.id} item={item} />
        ))}
      </div>
    </Dialog>
  );
}
