import { declarePersonalData, erased, retained } from '#platform/personal-data/declaration';

/** Accounts: whoever signs in. Kabar's operator is the controller of these. */
export const usersPersonalData = declarePersonalData({
  owner: 'users',
  tables: {
    users: {
      holds: ['Accounts: name, e-mail address, language', 'Akun: nama, alamat surel, bahasa', 'खाते: नाम, ईमेल पता, भाषा'],
      whose: 'account',
      path: 'id',
      class: 'account',
      purpose: 'account',
      retention: retained.byPolicy('account', 'updated_at'),
      erase: erased.deleted,
      columns: { 'id name email email_verified image language of_age_at created_at updated_at': {} },
    },
    user_credentials: {
      holds: ['Passwords, hashed and sealed', 'Kata sandi, di-hash dan disegel', 'पासवर्ड, हैश किए और सील किए हुए'],
      whose: 'account',
      path: 'user_id',
      class: 'credential',
      purpose: 'account',
      retention: retained.withAccount,
      columns: {
        'id account_id provider_id user_id access_token_expires_at refresh_token_expires_at scope created_at updated_at': {},
        'access_token refresh_token id_token password': { encryption: 'secret' },
      },
    },
    user_sessions: {
      holds: ['Where and since when somebody is signed in', 'Di mana dan sejak kapan seseorang masuk', 'कोई कहाँ और कब से साइन इन है'],
      whose: 'account',
      path: 'user_id',
      class: 'session',
      purpose: 'security',
      retention: retained.fixed('P7D', 'expires_at'),
      columns: {
        'id expires_at created_at updated_at last_seen_at ip_address user_agent user_id': {},
        token: { encryption: 'hash' },
      },
    },
    user_verifications: {
      holds: [
        'Links to confirm an address or set a password',
        'Tautan konfirmasi alamat atau kata sandi',
        'पता पुष्टि करने या पासवर्ड बदलने के लिंक',
      ],
      whose: 'account',
      path: { derive: 'The identifier is the hash of a token that only the mail holds, and the value is the id of the account.' },
      class: 'credential',
      purpose: 'account',
      retention: retained.fixed('P1D', 'expires_at'),
      columns: { 'id value expires_at created_at updated_at': {}, identifier: { encryption: 'hash' } },
    },
    throttle_buckets: {
      holds: ['How often somebody tried to sign in', 'Seberapa sering seseorang mencoba masuk', 'किसी ने कितनी बार साइन इन करने की कोशिश की'],
      whose: 'visitor',
      path: { derive: 'The bucket is a keyed hash of an e-mail address or a network.' },
      class: 'session',
      purpose: 'security',
      retention: retained.fixed('P1D', 'until'),
      erase: erased.kept('short_lived'),
      columns: { 'started_at until attempt_count': {}, bucket: { encryption: 'hash' } },
    },
    known_networks: {
      holds: [
        'Networks an account signed in from, as fingerprints',
        'Jaringan tempat akun pernah masuk, sebagai sidik',
        'जिन नेटवर्क से खाता खुला, फिंगरप्रिंट के रूप में',
      ],
      whose: 'account',
      path: { derive: 'The bucket is a keyed hash of the e-mail address and the network.' },
      class: 'session',
      purpose: 'security',
      retention: retained.fixed('P90D', 'seen_at'),
      erase: erased.kept('short_lived'),
      columns: { seen_at: {}, bucket: { encryption: 'hash' } },
    },
  },
  jobs: { 'users.prune_sessions': {} },
});
