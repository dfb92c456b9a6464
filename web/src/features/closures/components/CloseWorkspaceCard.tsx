import { CLOSURE_GRACE_DAYS } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { ExportRow, useExports } from '#features/contacts';
import { useWorkspace } from '#features/session';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { ErrorBanner } from '#ui/ErrorBanner.tsx';
import { useExportWorkspace } from '../api/mutations.ts';
import { CloseWorkspaceDialog } from './CloseWorkspaceDialog.tsx';

/** Taking everything along, and closing the workspace. For its owners. */
export function CloseWorkspaceCard() {
  const { t } = useLingui();
  const { workspace } = useWorkspace();
  const [asking, setAsking] = useState(false);
  const start = useExportWorkspace();
  const { data: exports = [] } = useExports(true);
  const own = exports.filter(({ kind }) => kind === 'workspace').slice(0, 2);
  const busy = own.some(({ status }) => status === 'queued' || status === 'running');
  return (
    <>
      <Card
        title={t`Take everything along`}
        description={t`One ZIP file with the settings, the list of contacts, and everything about each person: messages, files, notes and consent.`}
        action={
          <Button loading={start.isPending} disabled={busy} onClick={() => start.mutate()}>
            <Trans>Write the file</Trans>
          </Button>
        }
      >
        {start.error !== null || own.length > 0 ? (
          <div className="flex flex-col gap-3">
            <ErrorBanner error={start.error} />
            {own.map((item) => (
              <ExportRow key={item.id} item={item} />
            ))}
          </div>
        ) : null}
      </Card>
      {workspace.deletes_at === null ? (
        <Card
          title={t`Close this workspace`}
          description={t`For ${CLOSURE_GRACE_DAYS} days it can be read and reopened, and nothing is sent. Then everything in it is deleted, and you get a signed receipt.`}
          action={
            <Button variant="danger" onClick={() => setAsking(true)}>
              <Trans>Close workspace …</Trans>
            </Button>
          }
        />
      ) : null}
      {asking ? <CloseWorkspaceDialog onClose={() => setAsking(false)} /> : null}
    </>
  );
}
