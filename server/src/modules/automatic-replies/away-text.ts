import { AWAY_VARIABLES, type AwayLanguage, type AwayMessage } from '@kabar/contract';

/** Languages of countries, by the two letters of ISO 3166, as far as an away message can have them. */
const languageOfCountry: ReadonlyMap<string, AwayLanguage> = new Map(
  Object.entries({
    id: 'ID',
    hi: 'IN',
    es: 'AR BO CL CO CR CU DO EC ES GQ GT HN MX NI PA PE PR PY SV UY VE',
    pt: 'AO BR CV GW MZ PT ST TL',
    ar: 'AE BH DZ EG IQ JO KW LB LY MA OM PS QA SA SD SY TN YE',
    en: 'AU CA GB IE JM NG NZ US ZA',
  }).flatMap(
    ([language, countries]) => countries.split(' ').map((country): [string, AwayLanguage] => [country, language as AwayLanguage]), // keys written right above
  ),
);

const closingLines: Record<AwayLanguage, string> = {
  en: 'This is an automatic message.',
  id: 'Ini adalah pesan otomatis.',
  hi: 'यह एक स्वचालित संदेश है।',
  es: 'Este es un mensaje automático.',
  pt: 'Esta é uma mensagem automática.',
  ar: 'هذه رسالة تلقائية.',
};

const variable = /\{\{\s*([^{}]*?)\s*\}\}/g;

/** What stands in double braces and is no variable of an away message. */
export function unknownVariables(text: string): string[] {
  const known: ReadonlySet<string> = new Set(AWAY_VARIABLES);
  return [...text.matchAll(variable)].map((match) => match[1] ?? '').filter((name) => !known.has(name));
}

/** Which language of a message a customer gets: that of their country where there is a text, else the message's own. */
export function languageFor(message: AwayMessage, country: string | null): AwayLanguage {
  const language = country === null ? undefined : languageOfCountry.get(country);
  return language !== undefined && (language === message.language || message.translations[language] !== undefined)
    ? language
    : message.language;
}

/** What a customer reads. A variable without a value takes the space before it along. */
export function awayText(
  message: AwayMessage,
  values: { language: AwayLanguage; name: string | null; nextOpening: Date | null; zone: string },
): string {
  const { language } = values;
  const template = language === message.language ? message.text : (message.translations[language] ?? message.text);
  const known: Record<string, string | null> = {
    'contact.name': values.name,
    next_opening: values.nextOpening === null ? null : formatOpening(values.nextOpening, language, values.zone),
  };
  const text = template.replaceAll(/(\s*)\{\{\s*([^{}]*?)\s*\}\}/g, (_all, space: string, name: string) => {
    const value = known[name] ?? null;
    return value === null ? '' : `${space}${value}`;
  });
  return message.says_automatic ? `${text.trim()}\n\n${closingLines[language]}` : text.trim();
}

/** Day and time by the clocks of the business, in the customer's language. */
function formatOpening(at: Date, language: AwayLanguage, zone: string): string {
  return new Intl.DateTimeFormat(language, {
    timeZone: zone,
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(at);
}
