import type { Message } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { Ban } from 'lucide-react';
import { mediaPlace } from '../fns/message-media.ts';
import { asList, asRecord, safeHref, textAt } from '../fns/read-content.ts';
import { useOutboxEntries } from '../outbox/use-outbox.ts';
import { ContactCards } from './ContactCards.tsx';
import { DocumentPart, VideoPart } from './FileParts.tsx';
import { FormattedText } from './FormattedText.tsx';
import { InteractivePart } from './InteractivePart.tsx';
import { MediaPending } from './MediaStates.tsx';
import { OrderPart, ProductPart } from './OrderPart.tsx';
import { Picture, PictureView } from './Picture.tsx';
import { PlacePart } from './PlacePart.tsx';
import { TemplatePart } from './TemplatePart.tsx';
import { UnknownPart, UnsupportedPart } from './UnknownPart.tsx';
import { VoicePlayer } from './VoicePlayer.tsx';

function MediaPart({ message }: { message: Message }) {
  const { t } = useLingui();
  const { type, content } = message;
  // A file that this page is just sending is shown from the page itself.
  const entry = useOutboxEntries(message.conversation_id).find(({ key }) => key === message.client_ref);
  const localUrl = entry?.file?.previewUrl ?? null;
  const place = mediaPlace(message);
  const mediaId = place.kind === 'ours' ? place.mediaId : null;
  const caption = textAt(content, 'caption');
  const name = textAt(content, 'filename') || t`Document`;
  if (localUrl === null && place.kind === 'pending') return <MediaPending />;
  if (localUrl === null && place.kind === 'link') {
    const href = safeHref(place.href);
    return href === null ? null : (
      <a
        href={href}
        target="_blank"
        rel="noopener noreferrer nofollow"
        className="wrap-anywhere text-accent-text underline underline-offset-2"
      >
        {href}
      </a>
    );
  }
  switch (type) {
    case 'image':
      return localUrl === null ? (
        <Picture mediaId={mediaId ?? ''} alt={caption || t`Photo`} />
      ) : (
        <PictureView url={localUrl} alt={caption || t`Photo`} />
      );
    case 'sticker':
      return localUrl === null ? (
        <Picture mediaId={mediaId ?? ''} alt={t`Sticker`} sticker />
      ) : (
        <PictureView url={localUrl} alt={t`Sticker`} sticker />
      );
    case 'video':
      return <VideoPart mediaId={mediaId} url={localUrl} label={caption || t`Video`} />;
    case 'audio':
      return <VoicePlayer mediaId={mediaId} url={localUrl} voice={asRecord(content)['voice'] === true} />;
    default:
      return <DocumentPart mediaId={mediaId} name={name} sizeBytes={entry?.file?.file.size ?? null} />;
  }
}

/** The content of a message, drawn by its type. */
export function MessageContent({ message }: { message: Message }) {
  const { content, type } = message;
  if (message.revoked_at !== null) {
    return (
      <span className="inline-flex items-center gap-1.5 text-weak italic">
        <Ban aria-hidden className="size-3.5" />
        {message.direction === 'in' ? <Trans>The customer deleted this message.</Trans> : <Trans>This message was deleted.</Trans>}
      </span>
    );
  }
  switch (type) {
    case 'text':
      return <FormattedText text={textAt(content, 'body')} emoji />;
    case 'image':
    case 'video':
    case 'document': {
      const caption = textAt(content, 'caption');
      return (
        <>
          <div className="-mx-1.5 mt-0.5 mb-1">
            <MediaPart message={message} />
          </div>
          {caption ? <FormattedText text={caption} /> : null}
        </>
      );
    }
    case 'audio':
    case 'sticker':
      return <MediaPart message={message} />;
    case 'location':
      return <PlacePart content={content} />;
    case 'contacts':
      return <ContactCards cards={asList(content)} />;
    case 'interactive':
      return <InteractivePart content={content} />;
    case 'template':
      return <TemplatePart message={message} />;
    case 'button':
      return <FormattedText text={textAt(content, 'text')} />;
    case 'order':
      return <OrderPart content={content} />;
    case 'product':
      return <ProductPart content={content} />;
    case 'reaction':
      return (
        <span>
          <Trans>Reaction {textAt(content, 'emoji')}</Trans>
        </span>
      );
    case 'system':
      return <FormattedText text={textAt(content, 'body')} />;
    case 'unsupported':
      return <UnsupportedPart content={content} />;
    case 'unknown':
      return <UnknownPart content={content} />;
  }
}
