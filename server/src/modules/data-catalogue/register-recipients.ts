import type { DataClass, DataKind, InLanguages, ProcessorPurpose, Purpose, TransferMechanism } from '@kabar/contract';
import type { Recipient } from './data-catalogue-context.ts';

/** What the register of recipients says of one, as far as the record of processing asks. */
export type RegisteredRecipient = {
  name: string;
  purposes: readonly ProcessorPurpose[];
  data: readonly DataKind[];
  region: string | null;
  mechanisms: readonly TransferMechanism[];
};

const does: Readonly<Record<ProcessorPurpose, InLanguages>> = {
  messaging: {
    en: 'Carries messages to and from customers',
    id: 'Mengantar pesan dari dan ke pelanggan',
    hi: 'ग्राहकों तक संदेश लाता और ले जाता है',
  },
  mail: { en: 'Sends e-mails', id: 'Mengirim surel', hi: 'ईमेल भेजता है' },
  media_storage: { en: 'Stores files, sealed', id: 'Menyimpan berkas, tersegel', hi: 'फ़ाइलें सील करके रखता है' },
  database: { en: 'Runs the database', id: 'Menjalankan basis data', hi: 'डेटाबेस चलाता है' },
  malware_scan: { en: 'Looks for harmful files', id: 'Memeriksa berkas berbahaya', hi: 'हानिकारक फ़ाइलें जाँचता है' },
  hosting: { en: 'Provides the machines', id: 'Menyediakan mesin', hi: 'मशीनें देता है' },
  backup_storage: { en: 'Stores backups, sealed', id: 'Menyimpan cadangan, tersegel', hi: 'बैकअप सील करके रखता है' },
  key_management: { en: 'Keeps the root key', id: 'Menyimpan kunci akar', hi: 'मूल कुंजी रखता है' },
  payments: { en: 'Takes payments', id: 'Menerima pembayaran', hi: 'भुगतान लेता है' },
  analytics: { en: 'Counts usage', id: 'Menghitung pemakaian', hi: 'उपयोग गिनता है' },
  support: { en: 'Helps with support', id: 'Membantu dukungan', hi: 'सहायता में मदद करता है' },
  identity: { en: 'Proves who signs in', id: 'Membuktikan siapa yang masuk', hi: 'साइन इन करने वाले की पहचान करता है' },
  webhook: { en: 'Is told about events', id: 'Diberi tahu tentang kejadian', hi: 'घटनाओं की ख़बर पाता है' },
};

const classesOf: Readonly<Record<DataKind, readonly DataClass[]>> = {
  contact_details: ['identifier', 'profile'],
  message_content: ['message_content', 'message_metadata', 'conversation'],
  media: ['media'],
  notes: ['internal_note'],
  consent_records: ['consent_evidence', 'suppression'],
  member_accounts: ['account', 'notification', 'mail'],
  sessions: ['session'],
  api_keys: ['credential'],
  webhook_payloads: ['webhook_payload'],
  exports: ['export_file', 'import_file', 'rights_request'],
  technical_data: ['technical', 'queue', 'system_log'],
};

/** Purposes for which a kind of service is used; null: whoever runs the machines or the database has all of it. */
const purposesOf: Readonly<Record<ProcessorPurpose, readonly Purpose[] | null>> = {
  messaging: ['messaging', 'customer_record', 'consent_proof'],
  mail: ['account', 'security', 'rights', 'accountability', 'enquiries', 'product_news'],
  media_storage: ['messaging', 'customer_record', 'rights', 'accountability'],
  database: null,
  malware_scan: ['messaging'],
  hosting: null,
  backup_storage: null,
  key_management: ['security'],
  payments: ['billing'],
  analytics: ['statistics'],
  support: ['account', 'messaging'],
  identity: ['account'],
  webhook: ['messaging', 'customer_record'],
};

/** A recipient of the register in the form of the record of processing. `allPurposes` is what somebody who has everything is used for. */
export function recipientOf(registered: RegisteredRecipient, allPurposes: readonly Purpose[]): Recipient {
  const { name, purposes, data, region, mechanisms } = registered;
  const join = (language: keyof InLanguages): string => purposes.map((purpose) => does[purpose][language]).join('; ');
  return {
    name,
    does: { en: join('en'), id: join('id'), hi: join('hi') },
    region,
    transfer: mechanisms.length === 0 ? null : mechanisms.map((mechanism) => mechanism.replaceAll('_', ' ')).join(', '),
    purposes: [...new Set(purposes.flatMap((purpose) => purposesOf[purpose] ?? allPurposes))],
    classes: [...new Set(data.flatMap((kind) => classesOf[kind]))],
  };
}
