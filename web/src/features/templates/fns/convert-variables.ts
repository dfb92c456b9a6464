import { templateVariables, type DraftSamples, type TemplateDraftContent, type TemplateParts } from '@kabar/contract';
import { nextVariable } from './text-edit.ts';

/** Gives each variable of a text another name; samples go along. */
function rename(text: string, samples: DraftSamples, names: ReadonlyMap<string, string>): { text: string; samples: DraftSamples } {
  return {
    text: text.replaceAll(/\{\{\s*([^{}\s]+)\s*\}\}/g, (_whole, name: string) => `{{${names.get(name) ?? name}}}`),
    samples: Object.fromEntries(Object.entries(samples).map(([name, sample]) => [names.get(name) ?? name, sample])),
  };
}

/** Numbers variables from 1 in the order of their appearance: repairs gaps, and makes numbers of names. */
export function numberVariables(text: string, samples: DraftSamples): { text: string; samples: DraftSamples } {
  return rename(text, samples, new Map(templateVariables(text).map((name, index) => [name, String(index + 1)])));
}

function nameVariables(text: string, samples: DraftSamples): { text: string; samples: DraftSamples } {
  const names = new Map<string, string>();
  for (const name of templateVariables(text)) {
    names.set(name, /^[a-z][a-z0-9_]*$/.test(name) ? name : nextVariable([...names.values()], 'named'));
  }
  return rename(text, samples, names);
}

/** Changes how a template names its variables, in all of its texts. Links keep {{1}}, the only variable they can have. */
export function convertVariables(draft: TemplateDraftContent, format: 'positional' | 'named'): TemplateDraftContent {
  const convert = format === 'named' ? nameVariables : numberVariables;
  const parts = (given: TemplateParts): Pick<TemplateParts, 'header' | 'body'> => ({
    header: given.header?.kind === 'text' ? { ...given.header, ...convert(given.header.text, given.header.samples) } : given.header,
    body: given.body && { ...given.body, ...convert(given.body.text, given.body.samples) },
  });
  return {
    ...draft,
    ...parts(draft),
    cards: draft.cards.map((card) => ({ ...card, ...parts(card) })),
    parameter_format: format,
  };
}
