import type { ContactSummary } from '@kabar/contract';
import { formatPhone } from '#lib/format-phone.ts';

/** How a contact is called on screen: the name, else the username, else the phone number; null when nothing is known. */
export function contactLabel(contact: ContactSummary): string | null {
  const name = contact.name?.trim() || contact.profile_name?.trim();
  if (name) return name;
  if (contact.username) return `@${contact.username}`;
  return contact.phone ? formatPhone(contact.phone) : null;
}

/** What stands below the name: phone, else username; null when the name already is that. */
export function contactSubline(contact: ContactSummary): string | null {
  const label = contactLabel(contact);
  const candidates = [contact.phone ? formatPhone(contact.phone) : null, contact.username ? `@${contact.username}` : null];
  return candidates.find((candidate) => candidate !== null && candidate !== label) ?? null;
}
