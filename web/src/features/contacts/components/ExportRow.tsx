import type { Export } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { Download } from 'lucide-react';
import { errorSentence } from '#lib/present-error.ts';
import { useFormat } from '#lib/use-format.ts';
import { Banner } from '#ui/Banner.tsx';
import { Button } from '#ui/Button.tsx';
import { Progress } from '#ui/Progress.tsx';
import { useDownloadExport } from '../api/mutations.ts';

/** How far one export has come, and its file once it is there. */
export function ExportRow({ item }: { item: Export }) {
  const { t, i18n } = useLingui();
  const format = useFormat();
  const download = useDownloadExport();
  const size = item.size_bytes === null ? '' : format.bytes(item.size_bytes);
  const until = item.expires_at === null ? '' : format.dateTime(item.expires_at);
  const asked = format.dateTime(item.created_at);
  const label = {
    contact: t`Everything about this person`,
    contacts: t`Contacts as CSV`,
    workspace: t`Everything of this workspace`,
  }[item.kind];
  if (item.status === 'queued' || item.status === 'running') return <Progress label={label} done={item.done} total={item.total} />;
  if (item.status === 'failed') {
    return (
      <Banner tone="bad" title={t`The export did not work`}>
        <Trans>Nothing was written. Ask for it again; when it fails twice, somebody who runs Kabar should look.</Trans>
      </Banner>
    );
  }
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
      <div className="min-w-0 flex-1 basis-60">
        <p className="text-14 font-medium text-strong">{label}</p>
        <p className="text-13 text-weak">
          {item.status === 'expired' ? (
            <Trans>Asked for on {asked}. The file is deleted; ask again when you need it.</Trans>
          ) : (
            <Trans>
              {size}, deleted on {until}. Only you can download it.
            </Trans>
          )}
        </p>
        {download.error ? <p className="text-13 text-bad">{errorSentence(download.error, i18n)}</p> : null}
      </div>
      {item.status === 'ready' ? (
        <Button size="sm" icon={<Download aria-hidden />} loading={download.isPending} onClick={() => download.mutate(item)}>
          <Trans>Download</Trans>
        </Button>
      ) : null}
    </div>
  );
}
