import { declarePersonalData, retained } from '#platform/personal-data/declaration';

/** Templates hold the workspace's words with places for values; the values are in the messages. */
export const templatesPersonalData = declarePersonalData({
  owner: 'templates',
  tables: {
    templates: {
      holds: ['Templates', 'Templat', 'टेम्पलेट'],
      whose: 'nobody',
      class: 'template',
      purpose: 'messaging',
      retention: retained.withWorkspace,
      columns: {
        'workspace_id id waba_account_id meta_id name language category status quality rejected_reason parameter_format components': {},
        'paused_until facts_at synced_at created_at ttl_seconds coming_category edited_at sample_media_ids': {},
      },
    },
    template_changes: {
      holds: ['What happened to templates', 'Riwayat templat', 'टेम्पलेट का इतिहास'],
      whose: 'nobody',
      class: 'template',
      purpose: 'messaging',
      retention: retained.withWorkspace,
      columns: { 'workspace_id template_id id kind from_value to_value reason source at': {} },
    },
    template_drafts: {
      holds: ['Drafts of templates', 'Draf templat', 'टेम्पलेट के मसौदे'],
      whose: 'nobody',
      class: 'template',
      purpose: 'messaging',
      retention: retained.withWorkspace,
      columns: {
        'workspace_id id number_id template_id name language category parameter_format components ttl_seconds last_refusal': {},
        'created_at updated_at': {},
      },
    },
    template_usage_days: {
      holds: ['How templates did, per day', 'Hasil templat per hari', 'टेम्पलेट का रोज़ का नतीजा'],
      whose: 'nobody',
      class: 'aggregate',
      purpose: 'statistics',
      retention: retained.withWorkspace,
      columns: { 'workspace_id template_id time_zone day accepted sent delivered read failed cancelled replied failures counted_at': {} },
    },
  },
  jobs: { 'templates.sync_due': {}, 'templates.count_usage': {} },
});
