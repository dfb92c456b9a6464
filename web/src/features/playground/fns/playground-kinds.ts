import type { Body } from './request-code.ts';

/** What the playground can send beside text and templates: every other kind of message that the API takes. */
export const OBJECT_KINDS = [
  'image',
  'video',
  'audio',
  'document',
  'sticker',
  'location',
  'contacts',
  'reaction',
  'buttons',
  'list',
  'link',
] as const;
export type ObjectKind = (typeof OBJECT_KINDS)[number];

/** Kinds of message of the playground. */
export type PlaygroundKind = 'text' | 'template' | ObjectKind;

/** Kinds whose content is a file. */
export const FILE_KINDS = ['image', 'video', 'audio', 'document', 'sticker'] as const;
export type FileObjectKind = (typeof FILE_KINDS)[number];

/** Whether a kind's content is a file, which is uploaded first. */
export function isFileKind(kind: ObjectKind): kind is FileObjectKind {
  return FILE_KINDS.some((one) => one === kind);
}

/** Under which type the API takes a kind: several are interactive messages. */
export function typeOfKind(kind: ObjectKind): string {
  return kind === 'buttons' || kind === 'list' || kind === 'link' ? 'interactive' : kind;
}

/** A gap that no content may have when it is sent. */
export const openId = '…';

/** A content to begin with, whole but for ids that only the reader has. */
export const exampleContents: Readonly<Record<ObjectKind, Body | readonly Body[]>> = {
  image: { id: openId, caption: 'New in our shop' },
  video: { id: openId, caption: 'How to use it' },
  audio: { id: openId },
  document: { id: openId, filename: 'menu.pdf', caption: 'Our menu' },
  sticker: { id: openId },
  location: { latitude: -6.2, longitude: 106.816, name: 'Kopi Merdeka', address: 'Jakarta' },
  contacts: [
    {
      name: { formatted_name: 'Rani Wijaya', first_name: 'Rani' },
      phones: [{ phone: '+62 812-0000-0123', type: 'WORK' }],
    },
  ],
  reaction: { message_id: openId, emoji: '👍' },
  buttons: {
    type: 'button',
    body: { text: 'Shall we deliver today?' },
    action: {
      buttons: [
        { type: 'reply', reply: { id: 'today', title: 'Today' } },
        { type: 'reply', reply: { id: 'later', title: 'Another day' } },
      ],
    },
  },
  list: {
    type: 'list',
    body: { text: 'Which coffee may it be?' },
    action: {
      button: 'Choose',
      sections: [
        {
          title: 'Coffee',
          rows: [
            { id: 'tubruk', title: 'Tubruk', description: 'Strong, from Java' },
            { id: 'gayo', title: 'Gayo', description: 'Mild, from Aceh' },
          ],
        },
      ],
    },
  },
  link: {
    type: 'cta_url',
    body: { text: 'Follow your order' },
    action: { name: 'cta_url', parameters: { display_text: 'Open', url: 'https://shop.example.com/orders/42' } },
  },
};

/** The text in which a content is edited. */
export function contentText(content: Body | readonly Body[]): string {
  return JSON.stringify(content, null, 2);
}

/** Reads an edited content: an object, or a list of objects for contacts. Null when it is no JSON, or something else. */
export function readContent(kind: ObjectKind, text: string): Body | readonly Body[] | null {
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof read !== 'object' || read === null || Array.isArray(read) !== (kind === 'contacts')) return null;
  return read as Body | readonly Body[]; // it came from JSON
}

/** The content with one of its fields set; as it was where it cannot be read. */
export function withField(kind: ObjectKind, text: string, name: string, value: string): string {
  const content = readContent(kind, text);
  if (content === null || Array.isArray(content)) return text;
  return contentText({ ...(content as Body), [name]: value });
}

/** Whether an id is still open. */
export function hasGap(text: string): boolean {
  return text.includes(`"${openId}"`);
}
