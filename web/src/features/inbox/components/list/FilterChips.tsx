import { Trans, useLingui } from '@lingui/react/macro';
import { X } from 'lucide-react';
import { useAttributes } from '#features/attributes';
import { useMembers } from '#features/members';
import { useTags } from '#features/tags';
import { useTeams } from '#features/teams';
import { narrowingsOf, type ListFilter } from '../../fns/inbox-search.ts';

/** Props of FilterChips. `placed` are the parts that the name of the list says already. */
export interface FilterChipsProps {
  filter: ListFilter;
  placed: ListFilter;
  numberName: (id: string) => string | undefined;
  onChange: (filter: ListFilter) => void;
  onSave: (() => void) | null;
}

/** What narrows the list now, each with a way out of it; and a way to keep it as a view. */
export function FilterChips({ filter, placed, numberName, onChange, onSave }: FilterChipsProps) {
  const { t } = useLingui();
  const { data: members } = useMembers();
  const { data: teams } = useTeams();
  const { data: tags } = useTags();
  const { data: attributes } = useAttributes();
  const shown = narrowingsOf(filter).filter((name) => placed[name] !== filter[name]);
  const status = filter.status !== undefined && placed.status !== filter.status ? filter.status : null;
  if (shown.length === 0 && status === null && filter.sort === placed.sort) return null;

  const words = (name: keyof ListFilter): string => {
    const value = filter[name] ?? '';
    if (name === 'number_id') return numberName(value) ?? t`Number`;
    if (name === 'team_id') return value === 'none' ? t`No team` : (teams?.find(({ id }) => id === value)?.name ?? t`Team`);
    if (name === 'assignee_id') return value === 'none' ? t`Nobody's` : (members?.find(({ id }) => id === value)?.name ?? t`Member`);
    if (name === 'tag_id') {
      const ids = value.split(',');
      return (
        (tags ?? [])
          .filter(({ id }) => ids.includes(id))
          .map((tag) => tag.name)
          .join(` ${t`or`} `) || t`Tag`
      );
    }
    if (name === 'window') return value === 'closed' ? t`Window closed` : value === 'open' ? t`Window open` : t`Window closes soon`;
    if (name === 'unread') return value === 'true' ? t`Unread` : t`Read`;
    if (name === 'waiting') return value === 'true' ? t`Waiting` : t`Nobody waits`;
    if (name === 'bot_active') return value === 'true' ? t`Bot answers` : t`People answer`;
    const [id, text] = value.split(/:(.*)/s);
    const attribute = attributes?.find((candidate) => candidate.id === id);
    const shownValue = attribute?.choices.find(({ key }) => key === text)?.label ?? text;
    return `${attribute?.label ?? t`Attribute`}: ${shownValue ?? ''}`;
  };
  const chip = (key: string, text: string, without: ListFilter) => (
    <span
      key={key}
      className="inline-flex h-6 max-w-full items-center gap-1 rounded-full bg-accent-soft pr-1 pl-2 text-12 font-medium text-accent-text"
    >
      <span dir="auto" className="truncate">
        {text}
      </span>
      <button
        type="button"
        aria-label={t`Take the filter away: ${text}`}
        onClick={() => onChange(without)}
        className="touch-target flex size-4 items-center justify-center rounded-full hover:bg-surface-2"
      >
        <X aria-hidden className="size-3" />
      </button>
    </span>
  );
  const without = (name: keyof ListFilter): ListFilter => {
    const { [name]: _gone, ...rest } = filter;
    return rest;
  };
  return (
    <div className="flex flex-wrap items-center gap-1.5">
      {status === null
        ? null
        : chip(
            'status',
            status === 'any' ? t`Any state` : status === 'snoozed' ? t`Snoozed` : status === 'open' ? t`Open` : t`Resolved`,
            without('status'),
          )}
      {shown.map((name) => chip(name, words(name), without(name)))}
      {filter.sort === 'waiting_longest' && placed.sort !== 'waiting_longest'
        ? chip('sort', t`Longest waiting first`, without('sort'))
        : null}
      {onSave ? (
        <button
          type="button"
          onClick={onSave}
          className="touch-target h-6 rounded-control px-1.5 text-12 font-medium text-accent-text hover:bg-surface-2"
        >
          <Trans>Save as view</Trans>
        </button>
      ) : null}
    </div>
  );
}
