import { declarePersonalData, retained } from '#platform/personal-data/declaration';

/** Which keys were changed when; nothing of what they open. */
export const encryptionPersonalData = declarePersonalData({
  owner: 'encryption',
  tables: {
    key_rotations: {
      holds: ['Which keys were changed when', 'Kapan kunci mana diganti', 'कौन-सी कुंजी कब बदली गई'],
      whose: 'nobody',
      class: 'technical',
      purpose: 'security',
      retention: retained.withInstallation,
      columns: {
        'workspace_id id kind cause to_key state phase done_count total_count unreadable_count started_at finished_at failure': {},
      },
    },
  },
  readings: {
    'encryption.change_keys': {
      name: ['Changing keys', 'Penggantian kunci', 'कुंजियाँ बदलना'],
      reads: [
        'Opens sealed values and seals them again at once; nobody sees them',
        'Membuka nilai tersegel dan langsung menyegelnya lagi; tidak ada yang melihatnya',
        'सील किए मान खोलकर तुरंत फिर सील करता है; उन्हें कोई नहीं देखता',
      ],
      why: ['So that an older key opens nothing any more.', 'Agar kunci lama tidak membuka apa pun lagi.', 'ताकि पुरानी कुंजी से कुछ न खुले।'],
      classes: [],
      starts: 'when_asked',
      where: 'here',
      control: 'operator',
      files: ['modules/encryption/reseal.ts'],
    },
  },
  jobs: { 'encryption.resume_rotations': {}, 'encryption.retire_keys': {} },
});
