import type { Recipient } from './data-catalogue-context.ts';

/** What of the configuration decides who outside gets data. Hosts without credentials; null: not used. */
export type RunningServices = {
  /** Host of WhatsApp's API; null while only the emulator is used. */
  whatsappHost: string | null;
  mailHost: string | null;
  storageHost: string | null;
  storageRegion: string | null;
};

/** Everybody outside that the program itself sends data to, as it is set up. A register of processors says more about the same names. */
export function runningRecipients(services: RunningServices): Recipient[] {
  const recipients: Recipient[] = [];
  if (services.whatsappHost !== null) {
    recipients.push({
      name: `WhatsApp (Meta), ${services.whatsappHost}`,
      does: {
        en: 'Carries messages to and from customers',
        id: 'Mengantar pesan dari dan ke pelanggan',
        hi: 'ग्राहकों तक संदेश लाता और ले जाता है',
      },
      region: null,
      transfer: null,
      purposes: ['messaging', 'consent_proof', 'customer_record'],
      classes: ['identifier', 'message_content', 'message_metadata', 'media', 'profile', 'webhook_payload'],
    });
  }
  if (services.mailHost !== null) {
    recipients.push({
      name: services.mailHost,
      does: { en: 'Sends e-mails', id: 'Mengirim surel', hi: 'ईमेल भेजता है' },
      region: null,
      transfer: null,
      purposes: ['account', 'rights', 'security', 'accountability'],
      classes: ['mail', 'account', 'rights_request'],
    });
  }
  if (services.storageHost !== null) {
    recipients.push({
      name: services.storageHost,
      does: { en: 'Stores files, sealed', id: 'Menyimpan berkas, tersegel', hi: 'फ़ाइलें सील करके रखता है' },
      region: services.storageRegion,
      transfer: null,
      purposes: ['messaging', 'rights', 'customer_record'],
      classes: ['media', 'export_file', 'import_file'],
    });
  }
  return recipients;
}
