/** What one types to connect a Cloud API number. */
export interface CloudDetails {
  wabaId: string;
  phoneNumberId: string;
  accessToken: string;
  appSecret: string;
  pin: string;
}

/** What is wrong with one of the details by its form alone; null when nothing is. Meta decides about the rest. */
export type DetailProblem = 'missing' | 'not_digits' | 'looks_like_phone' | 'too_short' | 'has_spaces' | 'not_six_digits' | null;

/** An id as Meta gives it: digits only. A phone number in its place is the usual mistake. */
export function checkMetaId(text: string): DetailProblem {
  const value = text.trim();
  if (value === '') return 'missing';
  if (/^\+|[\s()-]/.test(value) && /^[+\d\s()-]+$/.test(value)) return 'looks_like_phone';
  if (!/^\d+$/.test(value)) return 'not_digits';
  return value.length < 5 ? 'too_short' : null;
}

/** An access token: long and without spaces. */
export function checkAccessToken(text: string): DetailProblem {
  const value = text.trim();
  if (value === '') return 'missing';
  if (/\s/.test(value)) return 'has_spaces';
  return value.length < 20 ? 'too_short' : null;
}

/** An app secret: at least 16 characters without spaces. */
export function checkAppSecret(text: string): DetailProblem {
  const value = text.trim();
  if (value === '') return 'missing';
  if (/\s/.test(value)) return 'has_spaces';
  return value.length < 16 ? 'too_short' : null;
}

/** A two-step PIN: empty, or six digits. */
export function checkPin(text: string): DetailProblem {
  return text === '' || /^\d{6}$/.test(text) ? null : 'not_six_digits';
}
