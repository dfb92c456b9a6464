import type { MessageUnit, UnknownInboundMessage } from '@kabar/cloud-api';
import { MESSAGE_TYPES, type MessageType } from '@kabar/contract';

/** A file of an incoming message as WhatsApp names it. `sha256` is as given (base64). */
export type InboundMedia = {
  kind: 'image' | 'video' | 'audio' | 'document' | 'sticker';
  providerId: string;
  mimeType: string | null;
  filename: string | null;
  sha256: string | null;
  url: string | null;
};

/** The content of a message under one of our types. */
export type MessageContent = { type: MessageType; content: unknown; media: InboundMedia | null; isUnknownType: boolean };

const types: ReadonlySet<string> = new Set(MESSAGE_TYPES);
const mediaKinds: ReadonlySet<string> = new Set(['image', 'video', 'audio', 'document', 'sticker']);
const envelopeKeys: ReadonlySet<string> = new Set([
  'id',
  'timestamp',
  'from',
  'from_user_id',
  'from_parent_user_id',
  'to',
  'to_user_id',
  'to_parent_user_id',
  'context',
  'referral',
  'identity',
  'type',
]);

/**
 * Reads type and content of a message. A type that we show as it is keeps its object; `voice` is an audio message;
 * what WhatsApp does not hand out is `unsupported` with its reasons; everything else is `unknown` with all that stood
 * beside the envelope. Never throws.
 */
export function messageContent(value: MessageUnit['value'] | UnknownInboundMessage, isKnownType: boolean): MessageContent {
  const name = value.type ?? '';
  if (name === 'voice') return withMedia('audio', { ...objectOf(Reflect.get(value, 'voice')), voice: true });
  if (name === 'unsupported') {
    return plain('unsupported', { ...objectOf(Reflect.get(value, 'unsupported')), ...(value.errors ? { errors: value.errors } : {}) });
  }
  if (name === 'request_welcome' || name === 'media_placeholder') return plain('unsupported', { type: name });
  if (!isKnownType || !types.has(name)) {
    const rest = Object.fromEntries(Object.entries(value).filter(([key]) => !envelopeKeys.has(key)));
    return { type: 'unknown', content: { ...rest, type: name.slice(0, 64) }, media: null, isUnknownType: true };
  }
  const content: unknown = Reflect.get(value, name) ?? {};
  // Proved to be one of the names two lines above.
  return mediaKinds.has(name) ? withMedia(name as InboundMedia['kind'], objectOf(content)) : plain(name as MessageType, content);
}

function plain(type: MessageType, content: unknown): MessageContent {
  return { type, content, media: null, isUnknownType: false };
}

function withMedia(kind: InboundMedia['kind'], content: Record<string, unknown>): MessageContent {
  const { url, ...shown } = content; // a link of a few minutes that only our token opens
  const providerId = content['id'];
  const media: InboundMedia | null =
    typeof providerId === 'string'
      ? {
          kind,
          providerId,
          mimeType: textOf(content['mime_type']),
          filename: textOf(content['filename']),
          sha256: textOf(content['sha256']),
          url: textOf(url),
        }
      : null;
  return { type: kind, content: shown, media, isUnknownType: false };
}

function objectOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {}; // just checked
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
