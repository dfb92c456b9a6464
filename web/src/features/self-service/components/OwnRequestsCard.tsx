import type { SelfRequest } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { accountApi } from '#lib/api.ts';
import { saveBlob } from '#lib/save-blob.ts';
import { useFormat } from '#lib/use-format.ts';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { ErrorBanner } from '#ui/ErrorBanner.tsx';
import { useCancel } from '../api/queries.ts';
import { RequestFacts } from './RequestFacts.tsx';

/** What the visitor asked for, how far it is, and what they can do with it. */
export function OwnRequestsCard({ slug, requests }: { slug: string; requests: readonly SelfRequest[] }) {
  return (
    <Card title={<Trans>Your requests</Trans>} flush>
      {requests.length === 0 ? (
        <p className="px-4 pb-4 text-14 text-weak sm:px-5">
          <Trans>None yet. What you ask for above appears here, with its reference and by when it is done.</Trans>
        </p>
      ) : (
        <ul className="divide-y divide-line border-t border-line">
          {requests.map((request) => (
            <li key={request.reference} className="flex flex-col gap-3 px-4 py-4 sm:px-5">
              <RequestFacts request={request} />
              <Details request={request} />
              <Actions slug={slug} request={request} />
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

function Details({ request }: { request: SelfRequest }) {
  const format = useFormat();
  return (
    <>
      {request.refusal === null ? null : <p className="text-13 whitespace-pre-line text-normal">{request.refusal}</p>}
      {request.kept.length === 0 ? null : (
        <div className="text-13 text-normal">
          <p className="font-medium text-strong">
            <Trans>What was kept, and why</Trans>
          </p>
          <ul className="ml-4 list-disc">
            {request.kept.map(({ what, because, until }) => (
              <li key={`${what} ${because}`}>
                {what}: {because}
                {until === null ? null : (
                  <>
                    {' '}
                    <Trans>(until {format.date(until)})</Trans>
                  </>
                )}
              </li>
            ))}
          </ul>
        </div>
      )}
    </>
  );
}

function Actions({ slug, request }: { slug: string; request: SelfRequest }) {
  const { t } = useLingui();
  const format = useFormat();
  const cancel = useCancel(slug);
  const download = useMutation({
    mutationFn: async () => saveBlob(await accountApi.publicPages.file(slug, request.reference), 'my-data.zip'),
  });
  if (!request.can_cancel && request.file === null) return null;
  return (
    <div className="flex flex-col gap-2">
      <ErrorBanner error={cancel.error ?? download.error} />
      <div className="flex flex-wrap gap-2">
        {request.file === null ? null : (
          <Button
            variant="primary"
            size="lg"
            icon={<Download aria-hidden />}
            loading={download.isPending}
            onClick={() => download.mutate()}
          >
            <Trans>Download ({format.bytes(request.file.size_bytes)})</Trans>
          </Button>
        )}
        {request.can_cancel ? (
          <Button
            size="lg"
            loading={cancel.isPending}
            aria-label={t`Take back: ${request.reference}`}
            onClick={() => cancel.mutate(request.reference)}
          >
            <Trans>Take it back</Trans>
          </Button>
        ) : null}
      </div>
      {request.file === null ? null : (
        <p className="text-13 text-weak">
          <Trans>The file is there until {format.dateTime(request.file.until)}.</Trans>
        </p>
      )}
    </div>
  );
}
