import { parsePhoneNumberFromString } from 'libphonenumber-js/min';

/** A phone number with country code as people of that country group it; what cannot be read comes back as it is. */
export function formatPhone(phone: string): string {
  const digits = phone.replaceAll(/[^\d+]/g, '');
  const parsed = parsePhoneNumberFromString(digits.startsWith('+') ? digits : `+${digits}`);
  return parsed?.formatInternational() ?? phone;
}
