import { TEMPLATE_QUALITIES, TEMPLATE_STATUSES, type Template, type TemplateChange } from '@kabar/contract';
import type { I18n } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { categoryLabel, statusWords, templateQualityWords } from './template-words.ts';

function factWords(kind: TemplateChange['kind'], value: string, i18n: I18n): string {
  if (kind === 'status') {
    const status = TEMPLATE_STATUSES.find((one) => one === value);
    return status ? i18n._(statusWords[status].label) : value;
  }
  if (kind === 'quality') {
    const quality = TEMPLATE_QUALITIES.find((one) => one === value);
    return quality ? i18n._(templateQualityWords[quality].label) : value;
  }
  const category = (['marketing', 'utility', 'authentication', 'unknown'] as const).find(
    (one): one is Template['category'] => one === value,
  );
  return category ? i18n._(categoryLabel(category)) : value;
}

/** One change of a template in a sentence. */
export function changeWords(change: Pick<TemplateChange, 'kind' | 'from' | 'to'>, i18n: I18n): string {
  const to = change.to === null ? '' : factWords(change.kind, change.to, i18n);
  const from = change.from === null ? '' : factWords(change.kind, change.from, i18n);
  const values = { from, to };
  switch (change.kind) {
    case 'created':
      return i18n._(msg`Made`);
    case 'components':
      return i18n._(msg`The content changed`);
    case 'category_notice':
      return i18n._({ ...msg({ message: 'WhatsApp is going to move it to {to}' }), values });
    case 'status':
      return to;
    case 'category':
    case 'quality':
      return from === '' ? to : i18n._({ ...msg({ message: '{from} became {to}' }), values });
  }
}
