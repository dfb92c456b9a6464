import { Trans, useLingui } from '@lingui/react/macro';
import { Download, Printer } from 'lucide-react';
import { saveBlob } from '#lib/save-blob.ts';
import { Banner } from '#ui/Banner.tsx';
import { Button } from '#ui/Button.tsx';
import { CopyButton } from '#ui/CopyButton.tsx';

/** New recovery codes, this once: to copy, save or print. */
export function RecoveryCodesShown({ codes }: { codes: readonly string[] }) {
  const { t } = useLingui();
  const text = codes.join('\n');
  return (
    <div className="flex flex-col gap-4">
      <Banner tone="warn" title={t`Keep these where you find them without this device`}>
        <Trans>Each opens your account once when your app or passkey is lost. They are shown this once.</Trans>
      </Banner>
      <div className="relative rounded-card border border-line bg-surface-2 p-4">
        <ol aria-label={t`Recovery codes`} className="grid gap-x-6 gap-y-1.5 font-mono text-13 text-strong sm:grid-cols-2 print:text-black">
          {codes.map((code) => (
            <li key={code} className="select-all">
              {code}
            </li>
          ))}
        </ol>
        <div className="absolute top-2 right-2">
          <CopyButton text={text} label={t`Copy all recovery codes`} />
        </div>
      </div>
      <div className="flex flex-wrap gap-2">
        <Button
          icon={<Download aria-hidden />}
          onClick={() =>
            saveBlob(new Blob([`Kabar · ${globalThis.location.host}\n\n${text}\n`], { type: 'text/plain' }), 'kabar-recovery-codes.txt')
          }
        >
          <Trans>Save as a file</Trans>
        </Button>
        <Button icon={<Printer aria-hidden />} onClick={() => globalThis.print()}>
          <Trans>Print</Trans>
        </Button>
      </div>
    </div>
  );
}
