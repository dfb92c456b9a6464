import type { DraftButton, DraftHeader, TemplateCategory, TemplateParts } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import {
  Copy,
  ExternalLink,
  FileText,
  Film,
  FormInput,
  Image,
  List,
  MapPin,
  Phone,
  Reply,
  ShoppingBag,
  SquareMousePointer,
  Timer,
} from 'lucide-react';
import { FormattedText, useMediaContent } from '#features/inbox';
import { cn } from '#lib/cn.ts';
import { PhoneFrame } from '#ui/PhoneFrame.tsx';
import { fillSamples } from '../fns/fill-samples.ts';

/** Props of MessagePreview. */
export interface MessagePreviewProps {
  parts: TemplateParts;
  category: TemplateCategory | 'unknown';
  /** Name in the chat's head. */
  business: string;
  /** Only the message, without the phone around it. */
  bare?: boolean | undefined;
}

const icons: Partial<Record<DraftButton['kind'], typeof Reply>> = {
  quick_reply: Reply,
  url: ExternalLink,
  phone: Phone,
  copy_code: Copy,
  otp: Copy,
  flow: FormInput,
  catalog: ShoppingBag,
};

function Sample({ kind, handle }: { kind: 'image' | 'video' | 'gif' | 'document'; handle: string }) {
  const { t } = useLingui();
  const media = useMediaContent(handle.startsWith('med_') ? handle : null, kind !== 'document');
  const names = { image: t`Photo`, video: t`Video`, gif: t`Video`, document: t`Document` };
  if (media.kind === 'ready' && kind === 'image') {
    return <img src={media.url} alt={names.image} className="mb-1.5 max-h-44 w-full rounded-card object-cover" />;
  }
  if (media.kind === 'ready' && (kind === 'video' || kind === 'gif')) {
    // A sample without words; captions do not exist for it.
    // oxlint-disable-next-line jsx-a11y/media-has-caption
    return <video src={media.url} controls aria-label={names.video} className="mb-1.5 max-h-44 w-full rounded-card bg-surface-3" />;
  }
  const Icon = { image: Image, video: Film, gif: Film, document: FileText }[kind];
  return (
    <div
      className={cn(
        'mb-1.5 flex items-center justify-center gap-2 rounded-card bg-surface-3 px-3 text-13 text-weak',
        kind === 'document' ? 'py-3' : 'h-32 w-full min-w-40',
      )}
    >
      <Icon aria-hidden className="size-5 shrink-0" />
      {names[kind]}
    </div>
  );
}

function Header({ header }: { header: DraftHeader }) {
  const { t } = useLingui();
  if (header.kind === 'text') {
    const text = fillSamples(header.text, header.samples);
    return text.trim() === '' ? null : <p className="mb-1 text-14 font-semibold wrap-anywhere">{text}</p>;
  }
  if ('handle' in header) return <Sample kind={header.kind} handle={header.handle} />;
  return (
    <div className="mb-1.5 flex h-28 w-full min-w-40 items-center justify-center gap-2 rounded-card bg-surface-3 text-13 text-weak">
      {header.kind === 'location' ? <MapPin aria-hidden className="size-5" /> : <ShoppingBag aria-hidden className="size-5" />}
      {header.kind === 'location' ? t`Map of the place` : t`Product`}
    </div>
  );
}

function ButtonLine({ icon: Icon, children }: { icon: typeof Reply; children: string }) {
  return (
    <span className="flex min-h-8 items-center justify-center gap-1.5 px-2 py-1 text-center text-13 font-medium text-accent-text">
      <Icon aria-hidden className="size-3.5 shrink-0" />
      <span dir="auto" className="wrap-anywhere">
        {children}
      </span>
    </span>
  );
}

function Buttons({ buttons }: { buttons: readonly DraftButton[] }) {
  const { t } = useLingui();
  if (buttons.length === 0) return null;
  // WhatsApp shows two and a third that opens the rest. Source: Meta for Developers, "Template components" (buttons), 2025-11.
  const shown = buttons.length > 3 ? buttons.slice(0, 2) : buttons;
  const words = (button: DraftButton): string => {
    if (button.kind === 'other') return '…';
    if (button.text.trim() !== '') return button.text;
    if (button.kind === 'copy_code') return t`Copy offer code`;
    return button.kind === 'otp' ? t`Copy code` : '…';
  };
  return (
    <div className="-mx-1 mt-2 flex flex-col divide-y divide-strong/10 border-t border-strong/10">
      {shown.map((button, index) => (
        // The picture is drawn anew with every change; places are identity enough.
        <ButtonLine key={index} icon={icons[button.kind] ?? SquareMousePointer}>
          {words(button)}
        </ButtonLine>
      ))}
      {shown.length < buttons.length ? <ButtonLine icon={List}>{t`See all options`}</ButtonLine> : null}
    </div>
  );
}

function Message({
  parts,
  category,
  isCard = false,
}: {
  parts: TemplateParts;
  category: MessagePreviewProps['category'];
  isCard?: boolean;
}) {
  const { t } = useLingui();
  const isCode = category === 'authentication' && !parts.body?.text;
  const body = fillSamples(parts.body?.text ?? '', parts.body?.samples ?? {});
  const minutes = parts.footer?.code_expiration_minutes ?? null;
  return (
    <>
      {parts.header ? <Header header={parts.header} /> : null}
      {parts.offer ? (
        <div className="mb-1.5 flex items-center gap-2 rounded-card bg-surface-1/60 px-2.5 py-1.5 text-13">
          <Timer aria-hidden className="size-4 shrink-0 text-weak" />
          <span className="min-w-0">
            <span dir="auto" className="block font-semibold wrap-anywhere">
              {parts.offer.text || '…'}
            </span>
            {parts.offer.has_expiration ? (
              <span className="block text-12 text-weak">
                <Trans>Offer ends soon</Trans>
              </span>
            ) : null}
          </span>
        </div>
      ) : null}
      {isCode ? (
        // WhatsApp's own words in English; each phone shows them in the template's language.
        <p lang="en">
          <strong className="font-semibold">123456</strong> is your verification code.
          {parts.body?.security_recommendation ? ' For your security, do not share this code.' : ''}
        </p>
      ) : body.trim() === '' ? (
        isCard ? null : (
          <p className="text-weak italic">{t`The text appears here.`}</p>
        )
      ) : (
        <FormattedText text={body} className="block" />
      )}
      {minutes !== null ? (
        <p lang="en" className="mt-1 text-12 text-weak">
          This code expires in {minutes} minutes.
        </p>
      ) : parts.footer?.text ? (
        <p dir="auto" className="mt-1 text-12 wrap-anywhere text-weak">
          {parts.footer.text}
        </p>
      ) : null}
      <Buttons buttons={parts.buttons} />
    </>
  );
}

/** What a customer sees: the message with its samples, on a phone. */
export function MessagePreview({ parts, category, business, bare = false }: MessagePreviewProps) {
  const { t } = useLingui();
  const message = (
    <>
      <div dir="auto" className="max-w-full self-start rounded-bubble rounded-bl-[4px] bg-bubble-customer px-3 py-2 text-14 text-strong">
        <Message parts={parts} category={category} />
      </div>
      {parts.cards.length > 0 ? (
        <div
          role="group"
          aria-label={t`Cards`}
          // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keyboard
          tabIndex={0}
          className="-mx-1 flex shrink-0 snap-x gap-2 overflow-x-auto px-1 pb-1"
        >
          {parts.cards.map((card, index) => (
            <div key={index} dir="auto" className="w-52 shrink-0 snap-start rounded-bubble bg-bubble-customer p-2 text-14 text-strong">
              <Message parts={card} category={category} isCard />
            </div>
          ))}
        </div>
      ) : null}
    </>
  );
  if (bare) return <div className="flex flex-col gap-1.5 rounded-card bg-thread p-3">{message}</div>;
  return (
    <PhoneFrame title={business} subtitle={t`Business account`}>
      {message}
    </PhoneFrame>
  );
}
