import { declarePersonalData } from '#platform/personal-data/declaration';

/** This surface stores nothing; it reads when a program asks. */
export const graphPersonalData = declarePersonalData({
  owner: 'graph',
  tables: {},
  readings: {
    'graph.files': {
      name: ['Files for programs', 'Berkas untuk program', 'प्रोग्रामों के लिए फ़ाइलें'],
      reads: [
        'A file that a program of the workspace asks for',
        'Berkas yang diminta program milik ruang kerja',
        'वह फ़ाइल जो कार्यस्थान का प्रोग्राम माँगता है',
      ],
      why: ['Because the program asked for it.', 'Karena program memintanya.', 'क्योंकि प्रोग्राम ने माँगी।'],
      classes: ['media'],
      starts: 'when_asked',
      where: 'here',
      control: 'fixed',
      files: ['modules/graph/media-routes.ts'],
    },
    'graph.webhooks': {
      name: ['Webhooks in Meta’s form', 'Webhook dalam bentuk Meta', 'Meta के रूप में वेबहुक'],
      reads: [
        'Messages and their states that a server of the workspace is told of',
        'Pesan dan statusnya yang dikabarkan ke server ruang kerja',
        'संदेश और उनकी स्थिति, जो कार्यस्थान के सर्वर को बताई जाती है',
      ],
      why: ['Because an admin gave the address for it.', 'Karena admin memberikan alamatnya.', 'क्योंकि व्यवस्थापक ने उसका पता दिया।'],
      classes: ['message_content'],
      starts: 'when_asked',
      where: 'here',
      control: 'fixed',
      files: ['modules/messages/load-told-messages.ts'],
    },
  },
});
