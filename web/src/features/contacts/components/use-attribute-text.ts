import type { Attribute, AttributeValue } from '@kabar/contract';
import { useLingui } from '@lingui/react/macro';
import { useFormat } from '#lib/use-format.ts';

/** Writes the value of an attribute as the reader would: a choice by its label, a date by the calendar. */
export function useAttributeText(): (attribute: Attribute, value: AttributeValue) => string {
  const { t } = useLingui();
  const format = useFormat();
  return (attribute, value) => {
    if (attribute.type === 'yes_no') return value === true ? t`Yes` : t`No`;
    if (attribute.type === 'choice') return attribute.choices.find(({ key }) => key === value)?.label ?? String(value);
    if (attribute.type === 'number' && typeof value === 'number') return format.number(value);
    if (attribute.type === 'date' && typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value)) {
      // A day has no clock: it is the same day everywhere.
      return new Intl.DateTimeFormat(format.settings.locale, { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' }).format(
        new Date(`${value}T00:00:00Z`),
      );
    }
    return String(value);
  };
}
