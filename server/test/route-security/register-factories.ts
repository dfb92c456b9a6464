import { engineQuery } from '../../src/platform/db/tx.ts';
import { systemIds, toPublicId } from '../../src/platform/ids.ts';
import type { TestPeople } from '../tenants.ts';
import type { IdFactories } from './world.ts';

/** Factories of the registers: recipients and transfers, which belong to the installation. */
export function registerFactories(people: TestPeople): IdFactories {
  const { db, clock } = people.ctx;
  const processor = async (): Promise<string> => {
    const id = systemIds.uuid();
    await engineQuery(db, {
      text: `insert into processors (id, name, role, purposes, hosts, own_network, data, status, created_at, updated_at)
             values ($1, 'Analytik', 'processor', '{analytics}', '{}', false, '{}', 'planned', $2, $2)`,
      values: [id, clock.now()],
    });
    return id;
  };
  return {
    processor: async () => toPublicId('prc', await processor()),
    transfer: async () => {
      const id = systemIds.uuid();
      await engineQuery(db, {
        text: `insert into transfers (id, processor_id, to_region, mechanism, safeguards, assessed_on, created_at)
               values ($1, $2, 'SG', 'consent', 'Asked at sign-up', '2026-01-02', $3)`,
        values: [id, await processor(), clock.now()],
      });
      return toPublicId('trf', id);
    },
  };
}
