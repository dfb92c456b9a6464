import { declarePersonalData, erased, ofNobody, retained } from '#platform/personal-data/declaration';

const registerFacts = { whose: 'nobody', class: 'technical', purpose: 'accountability', retention: retained.withInstallation } as const;

/** The register of recipients is about companies and servers; no row is about a person. */
export const processorsPersonalData = declarePersonalData({
  owner: 'processors',
  tables: {
    processors: {
      holds: ['Who receives data, and what for', 'Siapa menerima data, dan untuk apa', 'डेटा किसे मिलता है, और किसलिए'],
      ...registerFacts,
      columns: {
        'id config_key name role purposes region hosts own_network data contract_reference assessed_on assessed_until note': ofNobody,
        'status provisional_until starts_on announced_at activated_at ended_at created_at updated_at': ofNobody,
      },
    },
    transfers: {
      holds: ['What makes a transfer to another country lawful', 'Dasar sah pengiriman ke negara lain', 'दूसरे देश में भेजने का वैध आधार'],
      ...registerFacts,
      columns: {
        'id processor_id to_region mechanism safeguards document_reference assessed_on valid_until created_at ended_at': ofNobody,
      },
    },
    processor_changes: {
      holds: ['What changed in the register of recipients', 'Apa yang berubah dalam daftar penerima', 'प्राप्तकर्ताओं की सूची में क्या बदला'],
      ...registerFacts,
      columns: { 'id processor_id kind fields at': ofNobody },
    },
    business_transfers: {
      holds: ['Changes of hands of the business', 'Pengalihan usaha', 'व्यवसाय के हस्तांतरण'],
      ...registerFacts,
      columns: {
        'id kind successor_name successor_contact successor_terms takes_effect_on status announced_at completed_at cancelled_at created_at':
          ofNobody,
      },
    },
    business_transfer_notices: {
      holds: [
        'Which owners were told of a change of hands',
        'Pemilik mana yang diberi tahu tentang pengalihan',
        'किन मालिकों को हस्तांतरण बताया गया',
      ],
      whose: 'account',
      path: 'user_id > users.id',
      class: 'register',
      purpose: 'accountability',
      retention: retained.withInstallation,
      erase: erased.deleted,
      columns: { 'transfer_id stage user_id mail_key told_at': {} },
    },
    egress_calls: {
      holds: ['How often which server was connected to', 'Seberapa sering server mana dihubungi', 'किस सर्वर से कितनी बार जुड़े'],
      ...registerFacts,
      retention: retained.fixed('P400D', 'day'),
      columns: { 'day host purpose outcome count last_at': ofNobody },
    },
  },
  jobs: { 'processors.remind': {}, 'processors.move': {} },
});
