import { useLingui } from '@lingui/react/macro';
import { Copy, ExternalLink, FileText, Film, Image, MapPin, Phone, Reply, SquareMousePointer } from 'lucide-react';
import { cn } from '#lib/cn.ts';
import { safeHref } from '../fns/read-content.ts';
import type { RenderedTemplate, TemplateButton, TemplateHeader } from '../fns/render-template.ts';
import { VideoPart } from './FileParts.tsx';
import { FormattedText } from './FormattedText.tsx';
import { Picture } from './Picture.tsx';

const buttonIcons = { quick_reply: Reply, url: ExternalLink, phone: Phone, copy_code: Copy, other: SquareMousePointer } as const;
const fileIcons = { image: Image, video: Film, document: FileText } as const;

function Header({ header }: { header: TemplateHeader }) {
  const { t } = useLingui();
  if (header.kind === 'text') {
    return <FormattedText text={header.text} className="mb-1 block text-14 font-semibold" />;
  }
  if (header.kind === 'location') {
    return (
      <p className="mb-1.5 flex items-center gap-2 rounded-card bg-surface-1/55 p-2 text-13">
        <MapPin aria-hidden className="size-4 shrink-0" />
        <span dir="auto">{header.name || header.address || `${header.latitude ?? '…'}, ${header.longitude ?? '…'}`}</span>
      </p>
    );
  }
  if (header.mediaId !== null && header.kind === 'image') {
    return (
      <div className="mb-1.5">
        <Picture mediaId={header.mediaId} alt={t`Photo`} />
      </div>
    );
  }
  if (header.mediaId !== null && header.kind === 'video') {
    return (
      <div className="mb-1.5">
        <VideoPart mediaId={header.mediaId} url={null} label={t`Video`} />
      </div>
    );
  }
  const Icon = fileIcons[header.kind];
  const words = { image: t`Photo`, video: t`Video`, document: t`Document` }[header.kind];
  return (
    <div
      className={cn(
        'mb-1.5 flex items-center justify-center gap-2 rounded-card bg-surface-3 px-3 text-13 text-weak',
        header.kind === 'document' ? 'py-3' : 'h-28 w-full min-w-40',
      )}
    >
      <Icon aria-hidden className="size-5 shrink-0" />
      <span dir="auto" className="truncate">
        {header.filename ?? words}
      </span>
    </div>
  );
}

/** A button of a message as it stands below the text; links that are safe can be followed. */
export function BubbleButton({ button }: { button: TemplateButton }) {
  const Icon = buttonIcons[button.kind];
  const href = button.kind === 'url' && button.value !== null ? safeHref(button.value) : null;
  const look = 'flex min-h-8 w-full items-center justify-center gap-1.5 px-2 py-1 text-center text-13 font-medium text-accent-text';
  const body = (
    <>
      <Icon aria-hidden className="size-3.5 shrink-0" />
      <span dir="auto" className="wrap-anywhere">
        {button.text}
      </span>
    </>
  );
  return href === null ? (
    <span title={button.value ?? undefined} className={look}>
      {body}
    </span>
  ) : (
    <a href={href} title={href} target="_blank" rel="noopener noreferrer nofollow" className={cn(look, 'hover:underline')}>
      {body}
    </a>
  );
}

/** Buttons below a text, apart from it by a line each. */
export function BubbleButtons({ buttons }: { buttons: readonly TemplateButton[] }) {
  if (buttons.length === 0) return null;
  return (
    <div className="-mx-1 mt-2 flex flex-col divide-y divide-strong/10 border-t border-strong/10">
      {buttons.map((button, index) => (
        // Buttons of one message never change places.
        <BubbleButton key={index} button={button} />
      ))}
    </div>
  );
}

/** A template message as the customer sees it: head, text, foot, buttons and cards. */
export function TemplateCard({ template }: { template: RenderedTemplate }) {
  return (
    <div dir="auto" className="text-14 text-strong">
      {template.header ? <Header header={template.header} /> : null}
      {template.offer ? <p className="mb-1 rounded-card bg-surface-1/55 px-2 py-1 text-13 font-semibold">{template.offer}</p> : null}
      {template.body ? <FormattedText text={template.body} className="block" /> : null}
      {template.footer ? <FormattedText text={template.footer} className="mt-1 block text-12 text-weak" /> : null}
      <BubbleButtons buttons={template.buttons} />
      {template.cards.length > 0 ? (
        <div className="mt-2 flex max-w-full snap-x gap-2 overflow-x-auto pb-1">
          {template.cards.map((card, index) => (
            // Cards of one message never change places.
            <div key={index} className="w-48 shrink-0 snap-start rounded-card bg-surface-1/55 p-2">
              <TemplateCard template={card} />
            </div>
          ))}
        </div>
      ) : null}
    </div>
  );
}
