import type { Jurisdiction } from './jurisdictions.ts';

/** Where a person can complain. `url` leads to the authority's own page. */
export type Authority = { name: string; url: string };

/**
 * Supervisory authorities of the members of the Union and the EEA, by ISO country.
 *
 * Source: members of the European Data Protection Board, https://www.edpb.europa.eu/about-edpb/about-edpb/members_en (names and addresses
 * from memory of that list, 2026-11-21).
 */
const european: Readonly<Record<string, Authority>> = {
  AT: { name: 'Österreichische Datenschutzbehörde', url: 'https://www.dsb.gv.at' },
  BE: { name: 'Autorité de protection des données / Gegevensbeschermingsautoriteit', url: 'https://www.dataprotectionauthority.be' },
  BG: { name: 'Commission for Personal Data Protection', url: 'https://www.cpdp.bg' },
  CY: { name: 'Commissioner for Personal Data Protection', url: 'https://www.dataprotection.gov.cy' },
  CZ: { name: 'Úřad pro ochranu osobních údajů', url: 'https://www.uoou.gov.cz' },
  DE: { name: 'Die Bundesbeauftragte für den Datenschutz und die Informationsfreiheit', url: 'https://www.bfdi.bund.de' },
  DK: { name: 'Datatilsynet', url: 'https://www.datatilsynet.dk' },
  EE: { name: 'Andmekaitse Inspektsioon', url: 'https://www.aki.ee' },
  ES: { name: 'Agencia Española de Protección de Datos', url: 'https://www.aepd.es' },
  FI: { name: 'Tietosuojavaltuutetun toimisto', url: 'https://tietosuoja.fi' },
  FR: { name: 'Commission Nationale de l’Informatique et des Libertés', url: 'https://www.cnil.fr' },
  GR: { name: 'Hellenic Data Protection Authority', url: 'https://www.dpa.gr' },
  HR: { name: 'Agencija za zaštitu osobnih podataka', url: 'https://azop.hr' },
  HU: { name: 'Nemzeti Adatvédelmi és Információszabadság Hatóság', url: 'https://www.naih.hu' },
  IE: { name: 'Data Protection Commission', url: 'https://www.dataprotection.ie' },
  IS: { name: 'Persónuvernd', url: 'https://www.personuvernd.is' },
  IT: { name: 'Garante per la protezione dei dati personali', url: 'https://www.garanteprivacy.it' },
  LI: { name: 'Datenschutzstelle', url: 'https://www.datenschutzstelle.li' },
  LT: { name: 'Valstybinė duomenų apsaugos inspekcija', url: 'https://vdai.lrv.lt' },
  LU: { name: 'Commission nationale pour la protection des données', url: 'https://cnpd.public.lu' },
  LV: { name: 'Datu valsts inspekcija', url: 'https://www.dvi.gov.lv' },
  MT: { name: 'Office of the Information and Data Protection Commissioner', url: 'https://idpc.org.mt' },
  NL: { name: 'Autoriteit Persoonsgegevens', url: 'https://www.autoriteitpersoonsgegevens.nl' },
  NO: { name: 'Datatilsynet', url: 'https://www.datatilsynet.no' },
  PL: { name: 'Urząd Ochrony Danych Osobowych', url: 'https://uodo.gov.pl' },
  PT: { name: 'Comissão Nacional de Proteção de Dados', url: 'https://www.cnpd.pt' },
  RO: { name: 'Autoritatea Naţională de Supraveghere a Prelucrării Datelor cu Caracter Personal', url: 'https://www.dataprotection.ro' },
  SE: { name: 'Integritetsskyddsmyndigheten', url: 'https://www.imy.se' },
  SI: { name: 'Informacijski pooblaščenec', url: 'https://www.ip-rs.si' },
  SK: { name: 'Úrad na ochranu osobných údajov', url: 'https://dataprotection.gov.sk' },
};

/**
 * Authorities by law. Indonesia's own agency (UU 27/2022 art. 58) is still being set up, so the ministry takes complaints; India's Board
 * sits since 13 November 2025.
 */
const byLaw: Readonly<Record<Jurisdiction, Authority>> = {
  ID: { name: 'Kementerian Komunikasi dan Digital, Republik Indonesia', url: 'https://www.komdigi.go.id' },
  IN: { name: 'Data Protection Board of India', url: 'https://www.dpb.gov.in' },
  EU: { name: 'The data protection authority of your country', url: 'https://www.edpb.europa.eu/about-edpb/about-edpb/members_en' },
  UK: { name: 'Information Commissioner’s Office', url: 'https://ico.org.uk/make-a-complaint' },
  'US-CA': { name: 'California Privacy Protection Agency', url: 'https://cppa.ca.gov/webapplications/complaint' },
};

/** Where somebody can complain under a law; `country` (ISO code) finds the right authority within the Union. */
export function authorityFor(jurisdiction: Jurisdiction, country: string | null): Authority {
  return (jurisdiction === 'EU' && country !== null ? european[country] : undefined) ?? byLaw[jurisdiction];
}
