import type { AttributeValue, PersonFile, PersonImportLeftOut } from '@kabar/contract';
import { isBsuid, judgeValue, normalisePhone, type AttributeRow, type Identity } from '#modules/contacts';
import type { LeftOutRow } from './person-imports.sql.ts';

/** What this workspace has under names that a file can mention, in lower case. */
export type RecordWorld = { attributes: ReadonlyMap<string, AttributeRow>; stages: ReadonlyMap<string, string> };

/** The part of a file that becomes the record of a contact. */
export type ReadRecord = {
  identities: Identity[];
  name: string | null;
  stageId: string | null;
  tagNames: string[];
  values: { attribute: AttributeRow; value: AttributeValue }[];
  consents: PersonFile['consents'];
  leftOut: LeftOutRow[];
};

const stops: ReadonlySet<string> = new Set(['withdrawn', 'objected']);

/**
 * Reads what of a person's file can live here, and says what cannot and why. Phone numbers are everybody's; WhatsApp's own user ids hold within one
 * business only, so one is taken where there is nothing else. A stop counts as it is; an agreement only with what proves it. Pure.
 */
export function readRecord(file: PersonFile, world: RecordWorld): ReadRecord {
  const leftOut = new Map<string, LeftOutRow>();
  const leave = (why: PersonImportLeftOut, what: string | null): void => {
    const known = leftOut.get(`${why} ${what ?? ''}`);
    if (known === undefined) leftOut.set(`${why} ${what ?? ''}`, { why, what, count: 1 });
    else known.count += 1;
  };
  const { stage } = file;
  const stageId = stage === null ? null : (world.stages.get(stage.toLowerCase()) ?? null);
  if (stage !== null && stageId === null) leave('stage_unknown', stage);
  const values = Object.entries(file.contact.attributes).flatMap(([key, value]) => {
    const attribute = world.attributes.get(key.toLowerCase());
    if (attribute !== undefined && judgeValue(attribute, value) === null) return [{ attribute, value }];
    leave(attribute === undefined ? 'attribute_unknown' : 'attribute_unfit', key);
    return [];
  });
  const consents = file.consents.filter((consent) => {
    if (stops.has(consent.state) || isProved(consent)) return true;
    leave('consent_without_evidence', consent.purpose);
    return false;
  });
  return {
    identities: identitiesOf(file, () => leave('identifier_not_portable', null)),
    name: file.contact.name ?? file.contact.profile_name,
    stageId,
    tagNames: [...new Map(file.tags.map((name) => [name.trim().toLowerCase(), name.trim()])).values()].filter((name) => name !== ''),
    values,
    consents,
    leftOut: [...leftOut.values()],
  };
}

function identitiesOf(file: PersonFile, leave: () => void): Identity[] {
  const phones: Identity[] = [];
  const others: Identity[] = [];
  for (const { kind, value } of file.contact.identifiers) {
    const digits = kind === 'phone' || kind === 'wa_id' ? normalisePhone(value.startsWith('+') ? value : `+${value}`) : null;
    if (kind === 'bsuid' && isBsuid(value)) others.push({ kind, value });
    else if (kind === 'username') phones.push({ kind, value });
    else if (digits !== null) phones.unshift({ kind: 'phone', value: digits });
    else leave();
  }
  const hasPhone = phones.some((identity) => identity.kind === 'phone');
  if (!hasPhone) return [...others, ...phones];
  for (const _ of others) leave();
  return [...new Map(phones.map((identity) => [`${identity.kind} ${identity.value}`, identity])).values()];
}

function isProved({ evidence }: PersonFile['consents'][number]): boolean {
  return evidence !== undefined && [evidence.text, evidence.message_id, evidence.media_id].some((proof) => proof !== null && proof !== '');
}
