import { declarePersonalData, erased, ofNobody, retained } from '#platform/personal-data/declaration';

/** The page for customers: short-lived proofs of who they are. */
export const selfServicePersonalData = declarePersonalData({
  owner: 'self-service',
  tables: {
    self_service_settings: {
      holds: ['How the page for customers is set up', 'Pengaturan halaman untuk pelanggan', 'ग्राहकों के पेज की सेटिंग'],
      whose: 'nobody',
      class: 'setting',
      purpose: 'rights',
      retention: retained.withWorkspace,
      columns: { 'workspace_id settings updated_at': {} },
    },
    self_service_codes: {
      holds: ['One-time codes of customers', 'Kode sekali pakai pelanggan', 'ग्राहकों के एक-बार के कोड'],
      whose: 'contact',
      path: 'contact_id',
      class: 'credential',
      purpose: 'rights',
      retention: retained.fixed('P1D', 'created_at'),
      erase: erased.deleted,
      columns: {
        'workspace_id id': ofNobody,
        'kind contact_id address_hash code_hash token_hash attempts created_at expires_at used_at': {},
      },
    },
    self_service_sessions: {
      holds: ['Open visits of customers to their page', 'Kunjungan pelanggan ke halamannya', 'ग्राहकों की खुली मुलाकातें'],
      whose: 'contact',
      path: 'contact_id',
      class: 'session',
      purpose: 'rights',
      retention: retained.fixed('P1D', 'expires_at'),
      erase: erased.deleted,
      columns: { workspace_id: ofNobody, 'token_hash contact_id proof created_at expires_at': {} },
    },
  },
  readings: {
    'self-service.words': {
      name: ['Hearing DATA and ERASE MY DATA', 'Mendengar DATA dan HAPUS DATA', 'DATA और ERASE MY DATA समझना'],
      reads: [
        'Each short text of a customer, for words with which they ask for their own data or its erasure, and the buttons of that question',
        'Setiap teks pendek pelanggan, untuk kata yang meminta datanya sendiri atau penghapusannya, dan tombol pertanyaan itu',
        'ग्राहक का हर छोटा संदेश, उन शब्दों के लिए जिनसे वे अपना डेटा या उसे मिटाना माँगते हैं, और उस प्रश्न के बटन',
      ],
      why: [
        'So that people get at their data at once, without waiting for a person.',
        'Agar orang segera mendapatkan datanya, tanpa menunggu seseorang.',
        'ताकि लोगों को किसी की प्रतीक्षा किए बिना तुरंत उनका डेटा मिले।',
      ],
      classes: ['message_content'],
      starts: 'by_itself',
      where: 'here',
      control: 'here',
      warning: [
        'People may still ask for their data in a message. When this is off, nobody but your members notices it, and the time in which the law wants an answer runs all the same.',
        'Orang tetap boleh meminta datanya lewat pesan. Jika ini mati, hanya anggota Anda yang memperhatikannya, dan batas waktu menurut hukum tetap berjalan.',
        'लोग संदेश में फिर भी अपना डेटा माँग सकते हैं। यह बंद होने पर केवल आपके सदस्य इस पर ध्यान देते हैं, और क़ानून की समय-सीमा चलती रहती है।',
      ],
      files: ['modules/self-service/hear-keywords.ts'],
    },
  },
  jobs: {
    'self_service.send_code': { workspaceId: 'nobody', codeId: { idOf: 'self_service_codes' }, language: 'nobody' },
    'self_service.stop_marketing': { workspaceId: 'nobody', codeId: { idOf: 'self_service_codes' } },
    'self_service.prune': {},
  },
});
