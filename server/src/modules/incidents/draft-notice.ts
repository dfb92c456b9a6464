import type { DataKind, DraftParty, IncidentDraft, IncidentFacts } from '@kabar/contract';
import type { IncidentDetails } from './incident-details.ts';
import { missingFacts } from './incident-details.ts';
import type { IncidentRow } from './incidents.sql.ts';

/** Who speaks in a notice. */
export type DraftSender = { name: string; isOperator: boolean };

type Language = 'en' | 'id';

const dataWords: Record<DataKind, Record<Language, string>> = {
  contact_details: { en: 'names and contact details', id: 'nama dan data kontak' },
  message_content: { en: 'messages', id: 'pesan' },
  media: { en: 'pictures and files', id: 'gambar dan berkas' },
  notes: { en: 'internal notes', id: 'catatan internal' },
  consent_records: { en: 'records of consent', id: 'catatan persetujuan' },
  member_accounts: { en: 'accounts of staff', id: 'akun staf' },
  sessions: { en: 'sign-in sessions', id: 'sesi masuk' },
  api_keys: { en: 'access keys', id: 'kunci akses' },
  webhook_payloads: { en: 'message data on its way', id: 'data pesan dalam perjalanan' },
  exports: { en: 'exported files', id: 'berkas ekspor' },
  technical_data: { en: 'technical data', id: 'data teknis' },
};

const gap: Record<Language, string> = { en: '[still to be written]', id: '[belum ditulis]' };

/** The kinds of data of an incident in words. */
export function nameData(data: readonly DataKind[], language: Language): string {
  return data.length === 0 ? gap[language] : data.map((kind) => dataWords[kind][language]).join(', ');
}

/**
 * The draft of a notice with everything the laws want in it: nature, time, data, numbers of people, consequences, measures, advice and who answers questions (GDPR art. 33(3)
 * and 34(2), UU PDP art. 46(2), DPDP rule 7, CERT-In annexure). What nobody wrote yet stands there as a gap, never invented. Pure.
 */
export function draftNotice(
  row: IncidentRow,
  details: IncidentDetails,
  sender: DraftSender,
  options: { party: DraftParty; language: Language; count: { contacts: number; members: number } | null },
): IncidentDraft {
  const { language, party } = options;
  const missing = missingFacts(details.facts);
  const text = party === 'person' ? personText(row, details, sender, language) : reportText(row, details, sender, options);
  const subject =
    party === 'person'
      ? { en: `About your data at ${sender.name}`, id: `Tentang data Anda di ${sender.name}` }[language]
      : {
          en: `Notice of a personal data breach: ${details.title}`,
          id: `Pemberitahuan kegagalan pelindungan data pribadi: ${details.title}`,
        }[language];
  return { subject, text, missing };
}

function personText(row: IncidentRow, { facts }: IncidentDetails, sender: DraftSender, language: Language): string {
  const say = sayIn(facts, language);
  const data = nameData(row.scope.data, language);
  const when = timeText(row, language);
  if (language === 'id')
    return [
      `${sender.name} memberitahukan: data Anda terkena insiden. ${say('what_happened')}`,
      `Data yang terkena: ${data}. Waktu: ${when}.`,
      `Yang mungkin terjadi: ${say('consequences')}`,
      `Yang kami lakukan: ${say('measures')}`,
      `Yang bisa Anda lakukan: ${say('advice')}`,
      `Pertanyaan: ${say('contact')}`,
    ].join('\n\n');
  return [
    `${sender.name} has to tell you: data of yours was affected by an incident. ${say('what_happened')}`,
    `Data concerned: ${data}. Time: ${when}.`,
    `What may follow: ${say('consequences')}`,
    `What we do: ${say('measures')}`,
    `What you can do: ${say('advice')}`,
    `Questions: ${say('contact')}`,
  ].join('\n\n');
}

function reportText(
  row: IncidentRow,
  details: IncidentDetails,
  sender: DraftSender,
  { party, language, count }: { party: DraftParty; language: Language; count: { contacts: number; members: number } | null },
): string {
  const say = sayIn(details.facts, language);
  const id = language === 'id';
  const numbers =
    count === null
      ? gap[language]
      : id
        ? `sekitar ${count.contacts} pelanggan dan ${count.members} staf`
        : `about ${count.contacts} customers and ${count.members} members of staff`;
  const risk = { unlikely: ['unlikely', 'kecil'], possible: ['possible', 'mungkin'], high: ['high', 'tinggi'] }[row.risk ?? 'high'];
  const lines: [string, string, string][] = [
    ['Who reports', 'Pelapor', sender.name],
    ['What happened', 'Apa yang terjadi', say('what_happened')],
    ['When', 'Waktu kejadian', timeText(row, language)],
    ['Known since', 'Diketahui sejak', instant(row.knownAt)],
    ['Cause', 'Penyebab', say('cause')],
    ['Data concerned', 'Data yang terungkap', nameData(row.scope.data, language)],
    ['People concerned', 'Orang yang terdampak', numbers],
    ['Risk for them', 'Risiko bagi mereka', row.risk === null ? gap[language] : (risk[id ? 1 : 0] ?? '')],
    ['Likely consequences', 'Akibat yang mungkin', say('consequences')],
    ['Measures taken and planned', 'Penanganan dan pemulihan', say('measures')],
    ['What people were or will be told to do', 'Anjuran bagi orang yang terdampak', say('advice')],
    [
      'People told so far',
      'Pemberitahuan kepada orang terdampak',
      row.personsToldAt === null ? (id ? 'belum' : 'not yet') : instant(row.personsToldAt),
    ],
    ['Contact for questions', 'Narahubung', say('contact')],
  ];
  const heading =
    party === 'workspace'
      ? id
        ? 'Sebagai pengelola sistem yang Anda pakai, kami memberitahukan insiden yang menyangkut data pelanggan Anda. Anda mungkin wajib memberi tahu otoritas dan orang yang terdampak; batas waktunya ada di Privasi, Insiden.'
        : 'As the operator of the system you use, we tell you of an incident that concerns data of your customers. You may have to tell an authority and the people concerned; the clocks stand under Privacy, Incidents.'
      : id
        ? 'Dengan ini kami melaporkan kegagalan pelindungan data pribadi.'
        : 'We hereby report a personal data breach.';
  return [heading, ...lines.map(([en, indonesian, value]) => `${id ? indonesian : en}: ${value}`)].join('\n\n');
}

function sayIn(facts: IncidentFacts, language: Language): (name: keyof IncidentFacts) => string {
  return (name) => (facts[name] === '' ? gap[language] : facts[name]);
}

function timeText({ happenedFrom, happenedUntil }: IncidentRow, language: Language): string {
  const until = happenedUntil === null ? (language === 'id' ? 'masih berlangsung' : 'not over') : instant(happenedUntil);
  return `${instant(happenedFrom)} – ${until}`;
}

function instant(at: Date): string {
  return `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
