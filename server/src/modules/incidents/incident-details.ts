import { IncidentFacts, INCIDENT_FACTS, type IncidentFact } from '@kabar/contract';
import { z } from 'zod';
import type { Keyring, SecretPlace } from '#modules/keyring';

/** What is written about an incident in words; sealed, for it tells how a business was hurt and may name people. */
export type IncidentDetails = { title: string; facts: IncidentFacts; lessons: string | null };

const form = z.object({ title: z.string(), facts: IncidentFacts, lessons: z.string().nullable() });

/** No fact written yet. */
export const noFacts: IncidentFacts = { what_happened: '', cause: '', consequences: '', measures: '', advice: '', contact: '' };

type Keys = { keyring: Pick<Keyring, 'sealSecret' | 'openSecret'> };

/** Seals the words of an incident for its row. */
export function sealDetails({ keyring }: Keys, ownerId: string, id: string, details: IncidentDetails): Promise<Buffer> {
  return keyring.sealSecret(place(ownerId, 'incidents', 'details', id), JSON.stringify(details));
}

/** Opens them. Errors: `SealError`. */
export async function openDetails({ keyring }: Keys, ownerId: string, id: string, sealed: Buffer): Promise<IncidentDetails> {
  return form.parse(JSON.parse(await keyring.openSecret(place(ownerId, 'incidents', 'details', id), sealed)));
}

/** Seals a remark on a clock or a line of the timeline. */
export function sealText(
  { keyring }: Keys,
  ownerId: string,
  table: 'incident_clocks' | 'incident_entries',
  rowId: string,
  text: string,
): Promise<Buffer> {
  return keyring.sealSecret(place(ownerId, table, 'text', rowId), text);
}

/** Opens it. Errors: `SealError`. */
export function openText(
  { keyring }: Keys,
  ownerId: string,
  table: 'incident_clocks' | 'incident_entries',
  rowId: string,
  sealed: Buffer,
): Promise<string> {
  return keyring.openSecret(place(ownerId, table, 'text', rowId), sealed);
}

/** Facts that the laws want and nobody wrote yet. The cause may stay open while it is looked for. */
export function missingFacts(facts: IncidentFacts): IncidentFact[] {
  return INCIDENT_FACTS.filter((name) => name !== 'cause' && facts[name] === '');
}

function place(workspaceId: string, table: string, column: string, rowId: string): SecretPlace {
  return { workspaceId, table, column, rowId };
}
