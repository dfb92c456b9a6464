import { firstNameOf, type Attribute, type AttributeValue } from '@kabar/contract';
import { listAttributes, loadRecords } from '#modules/contacts';
import type { SavedRepliesContext } from './saved-replies-context.ts';

/** What a reply can say of a customer, by the name of the variable. Choices are named as people read them. */
export async function contactValues(
  ctx: Pick<SavedRepliesContext, 'db' | 'keyring'>,
  workspaceId: string,
  contactId: string,
): Promise<Record<string, string>> {
  const [records, attributes] = await Promise.all([loadRecords(ctx, workspaceId, [contactId]), listAttributes(ctx, workspaceId)]);
  const record = records.get(contactId);
  const name = record?.name ?? '';
  const values: Record<string, string> = { 'contact.name': name, 'contact.first_name': firstNameOf(name) };
  const byKey = new Map(attributes.map((attribute) => [attribute.key, attribute]));
  for (const [key, value] of Object.entries(record?.attributes ?? {})) values[`attribute.${key}`] = wordOf(byKey.get(key), value);
  return values;
}

function wordOf(attribute: Attribute | undefined, value: AttributeValue): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return attribute?.choices.find((choice) => choice.key === value)?.label ?? String(value);
}
