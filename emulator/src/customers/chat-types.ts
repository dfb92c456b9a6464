/** A button under a template card, ready to be tapped. */
export interface CardButton {
  kind: 'quick_reply' | 'url' | 'phone' | 'copy_code' | 'other';
  text: string;
  /** Payload of a quick reply, target of a URL, number, or code. */
  value: string;
}

/** A template as a person sees it. */
export interface TemplateCard {
  name: string;
  category: string;
  header: { format: string; text: string | null; media: { id?: string; link?: string; filename?: string } | null } | null;
  body: string;
  footer: string | null;
  buttons: CardButton[];
  cards: TemplateCard[];
}

/** A message as a chat shows it. `content` is Meta's object of the type. */
export interface ChatMessage {
  order: number;
  wamid: string;
  isFromCustomer: boolean;
  atMs: number;
  type: string;
  content: unknown;
  replyTo: string | null;
  isForwarded: boolean;
  state: string;
  /** How the customer sees it: not shown while it is not on the phone. */
  isOnPhone: boolean;
  failCode: number | null;
  templateCard: TemplateCard | null;
}

/** A chat between a customer and a business number, as the list of chats shows it. */
export interface ChatSummary {
  phoneNumberId: string;
  name: string;
  displayPhoneNumber: string;
  about: string | null;
  pictureUrl: string | null;
  lastMessage: ChatMessage | null;
  unreadCount: number;
  windowClosesAtMs: number | null;
  hasBlockedBusiness: boolean;
  hasStoppedMarketing: boolean;
  isBlockedByBusiness: boolean;
}

/** A person as the phone page shows them. */
export interface CustomerView {
  id: string;
  name: string;
  username: string | null;
  phone: string | null;
  waId: string | null;
  userId: string;
  hidesPhone: boolean;
  hasWhatsApp: boolean;
  isOnline: boolean;
  autoRead: boolean | null;
  failCode: number | null;
  note: string;
  isImplicit: boolean;
}

/** What the stream tells a page. */
export type StreamEvent =
  | { type: 'message'; customerId: string; phoneNumberId: string; message: ChatMessage }
  | { type: 'state'; customerId: string; phoneNumberId: string; wamid: string; state: string; atMs: number }
  | { type: 'typing'; customerId: string; phoneNumberId: string; untilMs: number }
  | { type: 'customers' }
  | { type: 'mails' }
  | { type: 'behaviours' };

/** One caught mail. `html` is as it was sent: never put it into a page without a sandbox. */
export interface Mail {
  id: number;
  receivedAtMs: number;
  from: string;
  to: string[];
  subject: string;
  text: string;
  html: string | null;
  attachments: { fileName: string; mimeType: string; sizeBytes: number }[];
}
