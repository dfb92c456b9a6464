import type { ContactSummary } from '@kabar/contract';
import { formatPhone } from './format-phone.ts';

/** What a contact is called by: enough of it to be told apart. */
export type Labelled = Pick<ContactSummary, 'name' | 'phone' | 'username'> & { profile_name?: string | null | undefined };

/** How a contact is called on screen: the name, else the username, else the phone number; null when nothing is known. */
export function contactLabel(contact: Labelled): string | null {
  const name = contact.name?.trim() || contact.profile_name?.trim();
  if (name) return name;
  if (contact.username) return `@${contact.username}`;
  return contact.phone ? formatPhone(contact.phone) : null;
}

/** What stands below the name: phone, else username; null when the name already is that. */
export function contactSubline(contact: Labelled): string | null {
  const label = contactLabel(contact);
  const candidates = [contact.phone ? formatPhone(contact.phone) : null, contact.username ? `@${contact.username}` : null];
  return candidates.find((candidate) => candidate !== null && candidate !== label) ?? null;
}
