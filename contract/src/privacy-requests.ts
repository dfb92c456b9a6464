/** What a person can ask about their own data. */
export const PRIVACY_REQUEST_KINDS = ['access', 'portability', 'rectify', 'erase', 'restrict', 'object', 'withdraw_consent'] as const;
export type PrivacyRequestKind = (typeof PRIVACY_REQUEST_KINDS)[number];
