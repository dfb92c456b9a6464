import type { IdKind } from '@kabar/contract';
import { ID_PREFIXES } from '@kabar/contract';
import { fromPublicId, systemIds, toPublicId } from '../../src/platform/ids.ts';
import { sceneQuery } from '../scene-query.ts';
import type { TestPeople, TestTenant } from '../tenants.ts';
import { inboundFactories } from './inbound-factories.ts';
import type { IdFactories } from './world.ts';

/** Factories of what describes contacts, and of imports and exports; made directly in the tables. */
export function contactFactories(people: TestPeople): IdFactories {
  const { db, clock } = people.ctx;
  const make = async (
    kind: IdKind,
    tenant: TestTenant,
    columns: string,
    values: string,
    more: readonly unknown[] = [],
  ): Promise<string> => {
    const id = systemIds.uuid();
    const table = {
      attribute: 'attributes',
      stage: 'lifecycle_stages',
      segment: 'segments',
      contactNote: 'contact_notes',
      identifier: 'contact_identifiers',
      merge: 'contact_merges',
      import: 'imports',
      personImport: 'person_imports',
      export: 'exports',
    }[kind as string];
    await sceneQuery(db, {
      text: `insert into ${table} (workspace_id, id, ${columns}) values ($1, $2, ${values})`,
      values: [tenant.workspaceId, id, clock.now(), ...more],
    });
    return toPublicId(ID_PREFIXES[kind], id);
  };
  const contact = async (tenant: TestTenant): Promise<string> =>
    fromPublicId(ID_PREFIXES.contact, (await inboundFactories(people).contact?.(tenant)) ?? '') ?? '';
  return {
    attribute: (tenant) =>
      make('attribute', tenant, 'created_at, key, label, type, sensitivity, position', `$3, $4, 'Key', 'text', 'plain', 0`, [
        `k${systemIds.uuid().replaceAll('-', '')}`,
      ]),
    stage: (tenant) => make('stage', tenant, 'created_at, name, position', '$3, $4, 0', [systemIds.uuid()]),
    segment: (tenant) =>
      make('segment', tenant, 'created_at, updated_at, name, shared, filter', `$3, $3, 'All', true, '{"match":"all","conditions":[]}'`),
    contactNote: async (tenant) =>
      make('contactNote', tenant, 'created_at, contact_id, author_kind, author_id, text_sealed', `$3, $4, 'member', $5, ''`, [
        await contact(tenant),
        tenant.members.owner.memberId,
      ]),
    identifier: async (tenant) =>
      make('identifier', tenant, 'first_seen_at, last_seen_at, contact_id, kind, match_hash, value_sealed', `$3, $3, $4, 'lid', $5, ''`, [
        await contact(tenant),
        Buffer.from(systemIds.uuid()),
      ]),
    merge: async (tenant) =>
      make('merge', tenant, 'at, contact_id, merged_contact_id, evidence, moved', `$3, $4, $5, '{"kind":"manual"}', '{}'`, [
        await contact(tenant),
        await contact(tenant),
      ]),
    import: (tenant) =>
      make(
        'import',
        tenant,
        'created_at, file_expires_at, status, row_count, delimiter, encoding, settings, actor_kind, actor_id',
        `$3, $3, 'draft', 1, ',', 'utf-8', '{"targets":[{"to":"ignore"}],"defaultCountry":null,"duplicates":"fill"}', 'member', $4`,
        [tenant.members.owner.memberId],
      ),
    personImport: (tenant) =>
      make(
        'personImport',
        tenant,
        'created_at, file_expires_at, status, size_bytes, found, progress, actor_kind, actor_id',
        `$3, $3, 'done', 1, '{"messages":0,"files":0,"notes":0,"consents":0}', '{"step":"messages","done":0}', 'member', $4`,
        [tenant.members.owner.memberId],
      ),
    export: (tenant) =>
      make('export', tenant, 'created_at, kind, status, actor_kind, actor_id', `$3, 'contacts', 'queued', 'member', $4`, [
        tenant.members.owner.memberId,
      ]),
  };
}
