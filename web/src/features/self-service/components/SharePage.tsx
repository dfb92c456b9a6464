import type { SelfServiceSettings } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { Download, ExternalLink } from 'lucide-react';
import { useMemo } from 'react';
import { saveBlob } from '#lib/save-blob.ts';
import { Banner } from '#ui/Banner.tsx';
import { Button } from '#ui/Button.tsx';
import { ButtonAnchor } from '#ui/ButtonLink.tsx';
import { Card } from '#ui/Card.tsx';
import { CopyField } from '#ui/CopyField.tsx';
import { qrPath } from '../fns/qr-code.ts';

/** The address of the page as a link and as a QR code, for letters, invoices and the counter. */
export function SharePage({ settings }: { settings: SelfServiceSettings }) {
  const { t } = useLingui();
  const code = useMemo(() => qrPath(settings.url), [settings.url]);
  const size = code.size + 8;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="-4 -4 ${size} ${size}" shape-rendering="crispEdges"><path fill="#fff" d="M-4-4h${size}v${size}h-${size}z"/><path fill="#000" d="${code.path}"/></svg>`;
  return (
    <Card
      title={<Trans>Share it</Trans>}
      description={<Trans>Put it where customers look for it: your website, invoices, the profile of your number.</Trans>}
    >
      <div className="flex flex-wrap items-start gap-5">
        <svg
          role="img"
          aria-label={t`QR code of the page`}
          viewBox={`-4 -4 ${size} ${size}`}
          shapeRendering="crispEdges"
          className="size-32 shrink-0 rounded-control"
        >
          <path fill="#ffffff" d={`M-4-4h${size}v${size}h-${size}z`} />
          <path fill="#000000" d={code.path} />
        </svg>
        <div className="flex min-w-60 flex-1 flex-col gap-3">
          <CopyField label={t`Address`} value={settings.url} />
          <div className="flex flex-wrap gap-2">
            <ButtonAnchor href={settings.url} target="_blank" rel="noopener noreferrer" icon={<ExternalLink aria-hidden />}>
              <Trans>Open it</Trans>
            </ButtonAnchor>
            <Button
              icon={<Download aria-hidden />}
              onClick={() => saveBlob(new Blob([svg], { type: 'image/svg+xml' }), 'privacy-page-qr.svg')}
            >
              <Trans>Download the QR code</Trans>
            </Button>
          </div>
        </div>
      </div>
      {settings.enabled ? null : (
        <Banner tone="warn" className="mt-4" title={<Trans>The page is off</Trans>}>
          <Trans>
            Nobody finds it, and words in messages are not answered. People can still write to you, and you have to answer in time.
          </Trans>
        </Banner>
      )}
    </Card>
  );
}
