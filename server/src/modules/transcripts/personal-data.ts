import { declarePersonalData } from '#platform/personal-data/declaration';

/** Transcripts store nothing; they read when a member asks. */
export const transcriptsPersonalData = declarePersonalData({
  owner: 'transcripts',
  tables: {},
  readings: {
    'transcripts.files': {
      name: ['Transcripts', 'Transkrip', 'ट्रांसक्रिप्ट'],
      reads: [
        'The conversation that a member wants as a file',
        'Percakapan yang diminta anggota sebagai berkas',
        'वह बातचीत जो सदस्य फ़ाइल के रूप में चाहता है',
      ],
      why: ['Because a member asked for the file.', 'Karena anggota meminta berkasnya.', 'क्योंकि सदस्य ने फ़ाइल माँगी।'],
      classes: ['message_content', 'internal_note'],
      starts: 'when_asked',
      where: 'here',
      control: 'fixed',
      files: ['modules/transcripts/read-lines.ts'],
    },
  },
});
