import { systemIds, toPublicId } from '../../src/platform/ids.ts';
import { sceneQuery } from '../scene-query.ts';
import type { TestPeople } from '../tenants.ts';
import type { IdFactories } from './world.ts';

/** Factories of the registers: recipients and transfers, which belong to the installation. */
export function registerFactories(people: TestPeople): IdFactories {
  const { db, clock } = people.ctx;
  const processor = async (): Promise<string> => {
    const id = systemIds.uuid();
    await sceneQuery(db, {
      text: `insert into processors (id, name, role, purposes, hosts, own_network, data, status, created_at, updated_at)
             values ($1, 'Analytik', 'processor', '{analytics}', '{}', false, '{}', 'planned', $2, $2)`,
      values: [id, clock.now()],
    });
    return id;
  };
  const seal = (workspaceId: string, table: string, rowId: string, value: object) =>
    people.keyring.sealSecret({ workspaceId, table, column: 'details', rowId }, JSON.stringify(value));
  return {
    incident: async ({ workspaceId }) => {
      const id = systemIds.uuid();
      const facts = { what_happened: '', cause: '', consequences: '', measures: '', advice: '', contact: '' };
      await sceneQuery(db, {
        text: `insert into incidents (workspace_id, id, status, happened_from, known_at, laws, scope, details_sealed, created_at, updated_at)
               values ($1, $2, 'open', $3, $3, '{ID}', $4, $5, $3, $3)`,
        values: [
          workspaceId,
          id,
          clock.now(),
          JSON.stringify({ reach: 'stored', data: [], numberIds: [], apiKeyIds: [], memberIds: [] }),
          await seal(workspaceId, 'incidents', id, { title: 'A stolen laptop', facts, lessons: null }),
        ],
      });
      return toPublicId('icd', id);
    },
    disclosure: async ({ workspaceId, members }) => {
      const id = systemIds.uuid();
      await sceneQuery(db, {
        text: `insert into disclosures (workspace_id, id, authority, country, reference, legal_basis, received_on, scope, status, details_sealed, recorded_by,
                                        recorded_at)
               values ($1, $2, 'Kepolisian Kota', 'ID', 'B/118', 'KUHAP', '2026-11-01', 'persons', 'recorded', $3, $4, $5)`,
        values: [
          workspaceId,
          id,
          await seal(workspaceId, 'disclosures', id, { request: 'Messages', decision: null, handover: null }),
          members.agent.userId,
          clock.now(),
        ],
      });
      return toPublicId('dsc', id);
    },
    businessTransfer: async () => {
      const id = systemIds.uuid();
      await sceneQuery(db, {
        text: `insert into business_transfers (id, kind, successor_name, successor_contact, successor_terms, takes_effect_on, status, created_at, cancelled_at)
               values ($1, 'sale', 'Nusantara Pesan', 'privacy@example.org', 'The privacy notice as it stands', '2099-01-01', 'cancelled', $2, $2)`,
        values: [id, clock.now()],
      });
      return toPublicId('btf', id);
    },
    processor: async () => toPublicId('prc', await processor()),
    transfer: async () => {
      const id = systemIds.uuid();
      await sceneQuery(db, {
        text: `insert into transfers (id, processor_id, to_region, mechanism, safeguards, assessed_on, created_at)
               values ($1, $2, 'SG', 'consent', 'Asked at sign-up', '2026-01-02', $3)`,
        values: [id, await processor(), clock.now()],
      });
      return toPublicId('trf', id);
    },
  };
}
