import type { Template } from '@kabar/contract';
import { textAt } from './read-content.ts';

/** Templates whose name, language or text holds every word of the query, in the order of their names. */
export function searchTemplates(templates: readonly Template[], query: string): Template[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  return templates
    .filter((template) => {
      const text = `${template.name.replaceAll('_', ' ')} ${template.name} ${template.language} ${template.components
        .map((component) => textAt(component, 'text'))
        .join(' ')}`.toLowerCase();
      return words.every((word) => text.includes(word));
    })
    .toSorted((a, b) => a.name.localeCompare(b.name) || a.language.localeCompare(b.language));
}
