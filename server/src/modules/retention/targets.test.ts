import { describe, expect, it } from 'vitest';
import { catalogue } from '../../roles/personal-data.ts';
import { CLASS_FACTS } from './class-facts.ts';
import { SWEEP_TARGETS } from './targets.ts';

/** Tables whose rows go by a policy in another way than by a sweep target, with the reason. */
const elsewhere: Readonly<Record<string, string>> = {
  audit_events: 'trimmed as a chain',
  payload_keys: 'destroyed with the deliveries of their day',
  intake_units: 'go with their delivery',
  pending_changes: 'dropped by intake within the days of the installation',
  pending_statuses: 'dropped by intake within the days of the installation',
  events: 'dropped by the day',
  sealed_records: 'go when no law keeps them any more',
  exports: 'files are removed after seven days by their own job',
};

describe('what is swept', () => {
  it('is every table that a module declares to be kept by a policy that sweeps', () => {
    const swept = new Set(SWEEP_TARGETS.flatMap((target) => [target.shape.table, ...target.goesWith]));
    const missing = [...catalogue.tables.values()].filter(
      ({ name, retention }) =>
        retention.by === 'class' && CLASS_FACTS[retention.class].store === 'swept' && !swept.has(name) && elsewhere[name] === undefined,
    );
    expect(missing.map(({ name, owner }) => `${owner}: ${name}`)).toEqual([]);
    expect(Object.keys(elsewhere).filter((name) => swept.has(name) && name !== 'intake_units')).toEqual([]);
  });

  it('has the class and the anchor that its module declares', () => {
    for (const { class: cls, shape } of SWEEP_TARGETS) {
      const { retention } = catalogue.tables.get(shape.table) ?? {};
      if (retention?.by !== 'class') throw new Error(`${shape.table} is swept by a policy but declared otherwise`);
      expect([cls, CLASS_FACTS[retention.class].follows ?? retention.class], shape.table).toContain(cls);
      expect(retention.class === cls || CLASS_FACTS[retention.class].follows === cls, shape.table).toBe(true);
      expect(shape.anchor, shape.table).toContain(`t.${retention.anchors[0] ?? ''}`);
    }
  });
});
