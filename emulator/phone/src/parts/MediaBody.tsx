import { FileText, ImageOff, Play } from 'lucide-react';
import { useState } from 'react';
import { pick, pickText } from '../data/formats.ts';
import { FormattedText } from './FormattedText.tsx';

/** Address of a media object: our own file by id, or the public link it was sent with. */
export function mediaSource(media: unknown): string {
  const id = pickText(media, 'id');
  return id === '' ? pickText(media, 'link') : `/emulator/media/${encodeURIComponent(id)}`;
}

/** A picture that says so when it cannot be shown. */
export function Picture({ media, alt, className }: { media: unknown; alt: string; className?: string }) {
  const [isBroken, setIsBroken] = useState(false);
  const source = mediaSource(media);
  if (isBroken || source === '') {
    return (
      <span className={`picture-missing ${className ?? ''}`}>
        <ImageOff size={22} aria-hidden />
        <span>{alt}</span>
      </span>
    );
  }
  return (
    <a href={source} target="_blank" rel="noreferrer noopener" className={className} aria-label={`Open: ${alt}`}>
      <img src={source} alt={alt} loading="lazy" onError={() => setIsBroken(true)} />
    </a>
  );
}

function DocumentRow({ media }: { media: unknown }) {
  const name = pickText(media, 'filename') || 'Document';
  const kind = name.includes('.')
    ? (name.split('.').at(-1) ?? '').toUpperCase()
    : pickText(media, 'mime_type').split('/').at(-1)?.toUpperCase();
  return (
    <a className="document" href={mediaSource(media)} target="_blank" rel="noreferrer noopener" download={name}>
      <FileText size={28} aria-hidden />
      <span>
        <span className="document-name">{name}</span>
        <small>{kind}</small>
      </span>
    </a>
  );
}

/** Picture, video, sound, file or sticker with its caption. */
export function MediaBody({ type, content }: { type: string; content: unknown }) {
  const caption = pickText(content, 'caption');
  const source = mediaSource(content);
  return (
    <>
      {type === 'image' ? <Picture className="bubble-picture" media={content} alt={caption || 'Photo'} /> : null}
      {type === 'sticker' ? <Picture className="sticker" media={content} alt="Sticker" /> : null}
      {type === 'video' ? (
        <video className="bubble-picture" controls preload="metadata" src={source}>
          <track kind="captions" />
        </video>
      ) : null}
      {type === 'audio' ? (
        <span className="voice">
          {pick(content, 'voice') === true ? <Play size={16} aria-label="Voice note" /> : null}
          <audio controls preload="metadata" src={source}>
            <track kind="captions" />
          </audio>
        </span>
      ) : null}
      {type === 'document' ? <DocumentRow media={content} /> : null}
      {caption === '' ? null : <FormattedText text={caption} />}
    </>
  );
}
