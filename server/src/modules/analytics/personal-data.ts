import { declarePersonalData, retained } from '#platform/personal-data/declaration';

/** Counts of pages: no row is about one visit, so none is about one person. */
export const analyticsPersonalData = declarePersonalData({
  owner: 'analytics',
  tables: {
    usage_counts: {
      holds: ['How many browsers saw which page', 'Berapa peramban melihat halaman mana', 'कितने ब्राउज़रों ने कौन सा पेज देखा'],
      whose: 'nobody',
      class: 'aggregate',
      purpose: 'statistics',
      retention: retained.fixed('P25M', 'starts_on'),
      columns: { 'period starts_on dimension value browser_count': {} },
    },
  },
  jobs: { 'analytics.prune_counts': {} },
});
