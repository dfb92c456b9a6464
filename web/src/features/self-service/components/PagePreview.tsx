import { Trans } from '@lingui/react/macro';
import { Brand } from './Brand.tsx';

/** Props of PagePreview. */
export interface PagePreviewProps {
  title: string;
  mark: string;
  color: string;
  intro: string;
  contact: string;
  word: string | null;
}

/** The page as a customer sees it on a phone; only a picture. */
export function PagePreview({ title, mark, color, intro, contact, word }: PagePreviewProps) {
  return (
    <figure className="lg:sticky lg:top-4 lg:self-start">
      <figcaption className="mb-2 text-13 font-medium text-weak">
        <Trans>On a phone</Trans>
      </figcaption>
      <div aria-hidden className="w-full max-w-75 rounded-[28px] border border-line bg-surface-2 p-2">
        <div className="flex h-120 flex-col gap-3 overflow-hidden rounded-[22px] bg-surface-0 text-13">
          <div className="border-b border-line bg-surface-1 px-3 py-2">
            <Brand title={title} mark={mark} color={color} />
          </div>
          <div className="flex flex-col gap-3 px-3">
            <p className="text-16 font-semibold text-strong">
              <Trans>Your data and your choices</Trans>
            </p>
            {intro === '' ? null : <p className="line-clamp-4 whitespace-pre-line text-normal">{intro}</p>}
            <div className="rounded-card border border-line bg-surface-1 p-3">
              <p className="font-semibold text-strong">
                <Trans>Your data</Trans>
              </p>
              {word === null ? null : (
                <p className="mt-1 text-normal">
                  <Trans>
                    The easy way: write <strong className="font-semibold text-strong">{word}</strong> on WhatsApp. The answer is a link that
                    opens your data.
                  </Trans>
                </p>
              )}
              <span className="mt-2 block rounded-control bg-accent px-3 py-2 text-center font-medium text-on-accent">
                {word === null ? <Trans>Send me a code</Trans> : <Trans>Open my data</Trans>}
              </span>
            </div>
            <div className="rounded-card border border-line bg-surface-1 p-3">
              <p className="font-semibold text-strong">
                <Trans>No more advertising</Trans>
              </p>
              <span className="mt-2 block rounded-control border border-line-control/60 px-3 py-2 text-center font-medium text-strong">
                <Trans>Stop advertising</Trans>
              </span>
            </div>
            {contact === '' ? null : <p className="line-clamp-3 whitespace-pre-line text-weak">{contact}</p>}
          </div>
        </div>
      </div>
    </figure>
  );
}
