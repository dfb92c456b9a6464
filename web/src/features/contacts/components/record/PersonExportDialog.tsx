import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from '#ui/Button.tsx';
import { Dialog } from '#ui/Dialog.tsx';
import { ErrorBanner } from '#ui/ErrorBanner.tsx';
import { useStartExport } from '../../api/mutations.ts';
import { useExports } from '../../api/queries.ts';
import { ExportRow } from '../ExportRow.tsx';

/** Everything about one person as a file, for answering when they ask what you know about them. */
export function PersonExportDialog({ contactId, onClose }: { contactId: string; onClose: () => void }) {
  const { t } = useLingui();
  const start = useStartExport();
  const { data: exports = [] } = useExports(true);
  const own = exports.filter((item) => item.contact_id === contactId).slice(0, 3);
  const busy = own.some(({ status }) => status === 'queued' || status === 'running');
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t`Everything about this person`}
      description={t`For somebody who asks what you know about them: one ZIP file with a page to read, the same as data, and all files.`}
      footer={
        <>
          <Button onClick={onClose}>
            <Trans>Close</Trans>
          </Button>
          <Button variant="primary" loading={start.isPending} disabled={busy} onClick={() => start.mutate({ contactId })}>
            <Trans>Write the file</Trans>
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <ErrorBanner error={start.error} />
        <p className="text-13 text-normal">
          <Trans>
            Messages, notes, attributes, consent and its history are in it. It takes a moment; you can close this window. The file is
            deleted after seven days.
          </Trans>
        </p>
        {own.map((item) => (
          <ExportRow key={item.id} item={item} />
        ))}
      </div>
    </Dialog>
  );
}
