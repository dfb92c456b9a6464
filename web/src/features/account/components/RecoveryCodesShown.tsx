import { Trans, useLingui } from '@lingui/react/macro';
import { Copy, Download, Printer } from 'lucide-react';
import { saveBlob } from '#lib/save-blob.ts';
import { Banner } from '#ui/Banner.tsx';
import { Button } from '#ui/Button.tsx';
import { notify } from '#ui/toasts.ts';

/** New recovery codes, this once: to copy, save or print. */
export function RecoveryCodesShown({ codes }: { codes: readonly string[] }) {
  const { t } = useLingui();
  const text = codes.join('\n');
  const heading = `Kabar · ${globalThis.location.host}`;
  async function handleCopy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(text);
      notify({ title: t`The codes are copied` });
    } catch {
      notify({ tone: 'bad', title: t`The browser did not allow copying`, description: t`Select the text and copy it by hand.` });
    }
  }
  return (
    <div className="flex flex-col gap-4">
      <Banner tone="warn" title={t`Keep these where you find them without this device`}>
        <Trans>Each opens your account once when your app or passkey is lost. They are shown this once.</Trans>
      </Banner>
      <div data-print-only className="rounded-card border border-line bg-surface-2 p-4">
        <p className="mb-4 hidden text-16 font-semibold print:block">{heading}</p>
        <ol aria-label={t`Recovery codes`} className="grid gap-x-6 gap-y-1.5 font-mono text-13 text-strong sm:grid-cols-2 print:text-black">
          {codes.map((code) => (
            <li key={code} className="select-all">
              {code}
            </li>
          ))}
        </ol>
      </div>
      <div className="flex flex-wrap gap-2">
        <Button icon={<Copy aria-hidden />} onClick={() => void handleCopy()}>
          <Trans>Copy all</Trans>
        </Button>
        <Button
          icon={<Download aria-hidden />}
          onClick={() => saveBlob(new Blob([`${heading}\n\n${text}\n`], { type: 'text/plain' }), 'kabar-recovery-codes.txt')}
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
