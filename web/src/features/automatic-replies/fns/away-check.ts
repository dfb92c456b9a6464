import { AWAY_VARIABLES, type AwayMessage } from '@kabar/contract';

const variable = /\{\{\s*([^{}]*?)\s*\}\}/g;

/** What stands in double braces and is no variable of an away message, each once. */
export function unknownAwayVariables(text: string): string[] {
  const known: readonly string[] = AWAY_VARIABLES;
  return [...new Set(Array.from(text.matchAll(variable), (match) => match[1] ?? ''))].filter((name) => !known.includes(name));
}

/** Every text of an away message by the path of its field. */
export function textsOf(message: AwayMessage): [path: string, text: string][] {
  return [
    ['text', message.text],
    ...Object.entries(message.translations).map(([language, text]): [string, string] => [`translations.${language}`, text]),
  ];
}
