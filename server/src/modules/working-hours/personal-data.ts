import { declarePersonalData, retained } from '#platform/personal-data/declaration';

/** Working hours are the workspace's. */
export const workingHoursPersonalData = declarePersonalData({
  owner: 'working-hours',
  tables: {
    working_hours: {
      holds: ['Working hours', 'Jam kerja', 'काम के घंटे'],
      whose: 'nobody',
      class: 'setting',
      purpose: 'messaging',
      retention: retained.withWorkspace,
      columns: { 'workspace_id number_id schedule updated_at': {} },
    },
  },
});
