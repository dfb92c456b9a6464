import type { PrivacyRequest } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { saveBlob } from '#lib/save-blob.ts';
import { useFormat } from '#lib/use-format.ts';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { ErrorBanner } from '#ui/ErrorBanner.tsx';
import { useRequestSource } from '../api/request-source.ts';

/** The signed receipt and the copy, to keep or to hand over. */
export function ReceiptCard({ request }: { request: PrivacyRequest }) {
  const { t } = useLingui();
  const format = useFormat();
  const source = useRequestSource();
  const receipt = useMutation({
    mutationFn: () => source.receipt(request.id),
    onSuccess: (document) =>
      saveBlob(new Blob([JSON.stringify(document, null, 2)], { type: 'application/json' }), `${request.id}-receipt.json`),
  });
  const { file } = source;
  const copy = useMutation({
    mutationFn: () => (file === null ? Promise.reject(new Error('no file here')) : file(request.id)),
    onSuccess: (blob) => saveBlob(blob, `${request.id}.zip`),
  });
  const hasFile = request.file !== null && file !== null && source.mayAct;
  if (!request.has_receipt && !hasFile) return null;
  return (
    <Card title={<Trans>To keep</Trans>}>
      <div className="flex flex-col gap-3">
        <ErrorBanner error={receipt.error ?? copy.error} />
        {request.has_receipt ? (
          <div className="flex flex-wrap items-center justify-between gap-3">
            <p className="min-w-0 flex-1 basis-60 text-14 text-normal">
              <Trans>
                The receipt says what was done, what was kept and why. It is signed, so that anybody can check that nothing was changed.
              </Trans>
            </p>
            <Button icon={<Download aria-hidden />} loading={receipt.isPending} onClick={() => receipt.mutate()}>
              <Trans>Download the receipt</Trans>
            </Button>
          </div>
        ) : null}
        {hasFile && request.file !== null ? (
          <div className="flex flex-wrap items-center justify-between gap-3">
            <p className="min-w-0 flex-1 basis-60 text-14 text-normal">
              <Trans>
                The copy of their data ({format.bytes(request.file.size_bytes)}) is here until {format.date(request.file.until)}. The person
                gets it on your privacy page; hand it over yourself only if they cannot.
              </Trans>
            </p>
            <Button icon={<Download aria-hidden />} loading={copy.isPending} onClick={() => copy.mutate()}>
              {t`Download the copy`}
            </Button>
          </div>
        ) : null}
      </div>
    </Card>
  );
}
