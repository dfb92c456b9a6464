import { TEMPLATE_CATEGORIES, TEMPLATE_QUALITIES, TEMPLATE_STATUSES } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { useEffect, useState } from 'react';
import { Button } from '#ui/Button.tsx';
import { SearchInput } from '#ui/Input.tsx';
import { Select } from '#ui/Select.tsx';
import { isFiltered, type TemplateFilter } from '../fns/template-search.ts';
import { categoryLabel, statusWords, templateQualityWords } from '../fns/template-words.ts';

const restMs = 250;

/** Props of TemplateFilters. `filter` is that of the address; a change replaces all of it. */
export interface TemplateFiltersProps {
  filter: TemplateFilter;
  onFilterChange: (filter: TemplateFilter) => void;
}

function without<Key extends keyof TemplateFilter>(filter: TemplateFilter, key: Key): TemplateFilter {
  const { [key]: _gone, ...rest } = filter;
  return rest;
}

/** Search and filters above the list. */
export function TemplateFilters({ filter, onFilterChange }: TemplateFiltersProps) {
  const { t, i18n } = useLingui();
  const [typed, setTyped] = useState(filter.q ?? '');

  // The address follows what is typed after a rest; going back in the history empties the line again.
  useEffect(() => setTyped(filter.q ?? ''), [filter.q]);
  useEffect(() => {
    const query = typed.trim();
    if (query === (filter.q ?? '')) return;
    const timer = setTimeout(() => onFilterChange(query === '' ? without(filter, 'q') : { ...filter, q: query }), restMs);
    return () => clearTimeout(timer);
  }, [typed, filter, onFilterChange]);

  const any = 'any';
  const choice = <Key extends 'state' | 'category' | 'quality'>(key: Key, label: string, options: { value: string; label: string }[]) => (
    <Select
      size="sm"
      className="w-auto"
      label={label}
      value={filter[key] ?? any}
      options={[{ value: any, label }, ...options]}
      onValueChange={(value) => onFilterChange(value === any ? without(filter, key) : { ...filter, [key]: value })}
    />
  );
  return (
    <div role="search" className="flex flex-wrap items-center gap-2">
      <SearchInput
        label={t`Search by name`}
        clearLabel={t`Empty the search`}
        value={typed}
        onValueChange={setTyped}
        className="w-64 max-sm:w-full"
      />
      {choice(
        'state',
        t`Any status`,
        TEMPLATE_STATUSES.map((value) => ({ value, label: i18n._(statusWords[value].label) })),
      )}
      {choice(
        'category',
        t`Any category`,
        TEMPLATE_CATEGORIES.map((value) => ({ value, label: i18n._(categoryLabel(value)) })),
      )}
      {choice(
        'quality',
        t`Any quality`,
        TEMPLATE_QUALITIES.map((value) => ({ value, label: i18n._(templateQualityWords[value].label) })),
      )}
      {isFiltered(filter) ? (
        <Button size="sm" variant="ghost" onClick={() => onFilterChange({})}>
          <Trans>Clear</Trans>
        </Button>
      ) : null}
    </div>
  );
}
