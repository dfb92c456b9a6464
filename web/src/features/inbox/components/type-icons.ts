import type { MessageType } from '@kabar/contract';
import {
  Contact,
  FileText,
  Film,
  HelpCircle,
  Image,
  LayoutTemplate,
  ListTodo,
  MapPin,
  Mic,
  MousePointerClick,
  ShoppingBag,
  Smile,
  Sticker,
  Tag,
  type LucideIcon,
} from 'lucide-react';

/** The picture of each type of message in lists and quotes; text needs none. */
export const typeIcons: Readonly<Record<MessageType, LucideIcon | null>> = {
  text: null,
  image: Image,
  video: Film,
  audio: Mic,
  document: FileText,
  sticker: Sticker,
  location: MapPin,
  contacts: Contact,
  reaction: Smile,
  interactive: ListTodo,
  template: LayoutTemplate,
  button: MousePointerClick,
  order: ShoppingBag,
  product: Tag,
  system: null,
  unsupported: HelpCircle,
  unknown: HelpCircle,
};
