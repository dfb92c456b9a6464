import { parsePhoneNumberFromString } from 'libphonenumber-js/min';

/** Law packs: the data protection regimes whose rules Kabar knows. */
export const JURISDICTIONS = ['ID', 'IN', 'EU', 'UK', 'US-CA'] as const;
export type Jurisdiction = (typeof JURISDICTIONS)[number];

/** Name of a law pack and of the law that gives it its rules. */
export const JURISDICTION_NAMES: Record<Jurisdiction, { place: string; law: string }> = {
  ID: { place: 'Indonesia', law: 'Personal Data Protection Law (UU 27/2022, UU PDP)' },
  IN: { place: 'India', law: 'Digital Personal Data Protection Act 2023 and Rules 2025' },
  EU: { place: 'European Union and EEA', law: 'General Data Protection Regulation (EU) 2016/679' },
  UK: { place: 'United Kingdom', law: 'UK GDPR and Data Protection Act 2018' },
  'US-CA': { place: 'California', law: 'California Consumer Privacy Act (Cal. Civ. Code 1798.100)' },
};

/** Members of the EU, of the EEA (IS, LI, NO), and parts of France and Finland with codes of their own that the GDPR covers. ISO 3166-1. */
const gdprCountries = new Set(
  'AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE IS LI NO AX GP GF MQ RE YT MF'.split(' '),
);

/** Area codes of California. North American Numbering Plan, from memory, not checked against the plan's own list. */
const californianAreas = new Set(
  (
    '209 213 279 310 323 341 350 357 369 408 415 424 442 510 530 559 562 619 626 628 650 657 661 669 707 714 738 747 760 805 818 820 831 ' +
    '837 840 858 909 916 925 949 951'
  ).split(' '),
);

/** Calling codes that several territories share, where the plan does not always tell which: the pack of nearly everybody who has one. */
const sharedCodes: Record<string, Jurisdiction> = { 44: 'UK', 39: 'EU', 47: 'EU', 358: 'EU', 262: 'EU', 590: 'EU' };

/**
 * The law pack of a place: an ISO 3166-1 country (`ID`), or a country and part (`US-CA`). Null when none is known, and for `US` alone, which
 * does not tell the state.
 */
export function jurisdictionOfPlace(place: string): Jurisdiction | null {
  const code = place.trim().toUpperCase();
  if (code === 'US-CA') return 'US-CA';
  const country = code.slice(0, 2);
  if (country === 'ID' || country === 'IN') return country;
  if (country === 'GB' || code === 'UK') return 'UK';
  return gdprCountries.has(country) ? 'EU' : null;
}

/** The law pack of a phone number (E.164, with or without plus). A Californian area code counts, though numbers move with people. Never throws. */
export function jurisdictionOfPhone(phone: string): Jurisdiction | null {
  const parsed = parsePhoneNumberFromString(phone.startsWith('+') ? phone : `+${phone}`);
  if (parsed === undefined) return null;
  if (parsed.country === 'US') return californianAreas.has(parsed.nationalNumber.slice(0, 3)) ? 'US-CA' : null;
  return parsed.country === undefined ? (sharedCodes[parsed.countryCallingCode] ?? null) : jurisdictionOfPlace(parsed.country);
}

/** The law pack of a business-scoped user id (`ID.1349…`), whose first two letters are the country of the account. */
export function jurisdictionOfBsuid(bsuid: string): Jurisdiction | null {
  const [country = ''] = bsuid.split('.', 1);
  return /^[A-Z]{2}$/.test(country) ? jurisdictionOfPlace(country) : null;
}

/** What is known of where a person lives; more telling things first. */
export type SubjectPlace = {
  /** What the person, or somebody who asked them, said: `ID`, `US-CA`. */
  declaredResidence?: string | null;
  /** Business-scoped user id. */
  bsuid?: string | null;
  /** Any spelling that begins with the country code. */
  phone?: string | null;
  /** ISO 3166-1, as the contact record has it. */
  country?: string | null;
};

/** A law pack and what it was concluded from. `jurisdiction` null: no pack that we know. */
export type FoundJurisdiction = { jurisdiction: Jurisdiction | null; from: 'declared' | 'bsuid' | 'phone' | 'country' | 'nothing' };

/**
 * The law pack that a person falls under. What was declared wins, also when it names a place without a pack; otherwise the first clue that
 * leads to a pack. A clue is a guess: a person who says otherwise is right.
 */
export function jurisdictionOfSubject({ declaredResidence, bsuid, phone, country }: SubjectPlace): FoundJurisdiction {
  if (declaredResidence) return { jurisdiction: jurisdictionOfPlace(declaredResidence), from: 'declared' };
  const clues = [
    { jurisdiction: bsuid ? jurisdictionOfBsuid(bsuid) : null, from: 'bsuid' },
    { jurisdiction: phone ? jurisdictionOfPhone(phone) : null, from: 'phone' },
    { jurisdiction: country ? jurisdictionOfPlace(country) : null, from: 'country' },
  ] as const;
  return clues.find((clue) => clue.jurisdiction !== null) ?? { jurisdiction: null, from: 'nothing' };
}

/**
 * All law packs that govern what a workspace does with a person: that of the place where the business is established, and that of the
 * person. In the order of `JURISDICTIONS`, each once.
 */
export function jurisdictionsOf(home: Jurisdiction | null, subject: Jurisdiction | null): Jurisdiction[] {
  return JURISDICTIONS.filter((code) => code === home || code === subject);
}

/** Countries (ISO 3166-1) whose people fall under a pack; for California none, because a country does not tell it. */
export function countriesOf(jurisdiction: Jurisdiction): string[] {
  if (jurisdiction === 'US-CA') return [];
  if (jurisdiction === 'EU') return [...gdprCountries];
  return [jurisdiction === 'UK' ? 'GB' : jurisdiction];
}
