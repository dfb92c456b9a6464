import type { Attribute, Member } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { ListFilter as FilterIcon } from 'lucide-react';
import { useState } from 'react';
import { useAttributes } from '#features/attributes';
import { useMembers } from '#features/members';
import { TagDot, useTags } from '#features/tags';
import { useTeams } from '#features/teams';
import { Button } from '#ui/Button.tsx';
import { Checkbox } from '#ui/Checkbox.tsx';
import { Field } from '#ui/Field.tsx';
import { IconButton } from '#ui/IconButton.tsx';
import { Input } from '#ui/Input.tsx';
import { PickList } from '#ui/PickList.tsx';
import { Popover } from '#ui/Popover.tsx';
import { Select } from '#ui/Select.tsx';
import { narrowingsOf, type ListFilter } from '../../fns/inbox-search.ts';

/** Props of FilterMenu. */
export interface FilterMenuProps {
  filter: ListFilter;
  onChange: (filter: ListFilter) => void;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

const any = 'any';

/** Sets one part of the filter; the word for "anything" takes it away. */
function withPart<Name extends keyof ListFilter>(filter: ListFilter, name: Name, value: ListFilter[Name] | typeof any): ListFilter {
  const { [name]: _before, ...rest } = filter;
  return value === any || value === undefined ? rest : { ...rest, [name]: value };
}

function AttributePart({
  filter,
  onChange,
  attributes,
}: Pick<FilterMenuProps, 'filter' | 'onChange'> & { attributes: readonly Attribute[] }) {
  const { t } = useLingui();
  const [chosenId, text] = (filter.attribute ?? '').split(/:(.*)/s);
  const [attributeId, setAttributeId] = useState<string>(chosenId ?? '');
  const [draft, setDraft] = useState(text ?? '');
  const attribute = attributes.find(({ id }) => id === attributeId);
  const put = (id: string, value: string): void =>
    onChange(withPart(filter, 'attribute', id === '' || value === '' ? any : `${id}:${value}`));
  const choices =
    attribute?.type === 'choice'
      ? attribute.choices.map(({ key, label }) => ({ value: key, label }))
      : attribute?.type === 'yes_no'
        ? [
            { value: 'true', label: t`Yes` },
            { value: 'false', label: t`No` },
          ]
        : null;
  return (
    <div className="grid grid-cols-2 gap-2">
      <Select
        label={t`Attribute`}
        value={attributeId === '' ? any : attributeId}
        onValueChange={(next) => {
          setAttributeId(next === any ? '' : next);
          setDraft('');
          put('', '');
        }}
        options={[{ value: any, label: t`Any` }, ...attributes.map(({ id, label }) => ({ value: id as string, label }))]}
      />
      {choices ? (
        <Select
          label={t`Value`}
          placeholder={t`Value`}
          value={draft === '' ? null : draft}
          onValueChange={(next) => {
            setDraft(next);
            put(attributeId, next);
          }}
          options={choices}
        />
      ) : attribute ? (
        <Input
          aria-label={t`Value`}
          placeholder={t`Value`}
          type={attribute.type === 'number' ? 'number' : attribute.type === 'date' ? 'date' : 'text'}
          value={draft}
          onValueChange={setDraft}
          onBlur={() => put(attributeId, draft.trim())}
          onKeyDown={(event) => {
            if (event.key === 'Enter') put(attributeId, draft.trim());
          }}
        />
      ) : null}
    </div>
  );
}

/** Narrows the list: state, who, team, tags, window, what is unread or waits. Acts at once. */
export function FilterMenu({ filter, onChange, open, onOpenChange }: FilterMenuProps) {
  const { t } = useLingui();
  const { data: members } = useMembers();
  const { data: teams } = useTeams();
  const { data: tags } = useTags();
  const { data: attributes } = useAttributes();
  const tagIds = filter.tag_id?.split(',') ?? [];
  const narrowings = narrowingsOf(filter);
  const set = <Name extends keyof ListFilter>(name: Name, value: ListFilter[Name] | typeof any): void =>
    onChange(withPart(filter, name, value));
  const count = narrowings.length;
  return (
    <Popover
      label={t`Filter`}
      open={open}
      onOpenChange={onOpenChange}
      align="end"
      className="w-80"
      trigger={
        <IconButton
          label={count === 0 ? t`Filter` : t`Filter, ${count} set`}
          shortcut="f"
          icon={
            <span className="relative">
              <FilterIcon aria-hidden />
              {count > 0 ? <span aria-hidden className="absolute -top-1 -right-1 size-2 rounded-full bg-accent" /> : null}
            </span>
          }
        />
      }
    >
      <div className="flex flex-col gap-3">
        <div className="grid grid-cols-2 gap-2">
          <Field label={t`State`}>
            <Select
              value={filter.status ?? 'open'}
              onValueChange={(next) => set('status', next === 'open' ? any : next)}
              options={[
                { value: 'open', label: t`Open` },
                { value: 'snoozed', label: t`Snoozed` },
                { value: 'resolved', label: t`Resolved` },
                { value: 'any', label: t`Any` },
              ]}
            />
          </Field>
          <Field label={t`Sort by`}>
            <Select
              value={filter.sort ?? 'last_activity'}
              onValueChange={(next) => set('sort', next === 'last_activity' ? any : next)}
              options={[
                { value: 'last_activity', label: t`Newest first` },
                { value: 'waiting_longest', label: t`Longest waiting` },
              ]}
            />
          </Field>
          <Field label={t`Assigned to`}>
            <Select
              value={filter.assignee_id ?? any}
              onValueChange={(next) => set('assignee_id', next)}
              options={[
                { value: any, label: t`Anybody` },
                { value: 'none', label: t`Nobody` },
                ...(members ?? []).map((member: Member) => ({ value: member.id, label: member.name })),
              ]}
            />
          </Field>
          <Field label={t`Team`}>
            <Select
              value={filter.team_id ?? any}
              onValueChange={(next) => set('team_id', next)}
              options={[
                { value: any, label: t`Any` },
                { value: 'none', label: t`None` },
                ...(teams ?? []).map((team) => ({ value: team.id, label: team.name })),
              ]}
            />
          </Field>
          <Field label={t`Window`}>
            <Select
              value={filter.window ?? any}
              onValueChange={(next) => set('window', next)}
              options={[
                { value: any, label: t`Any` },
                { value: 'open', label: t`Open` },
                { value: 'closing_soon', label: t`Closes within 4 hours` },
                { value: 'closed', label: t`Closed` },
              ]}
            />
          </Field>
          <Field label={t`Bot`}>
            <Select
              value={filter.bot_active ?? any}
              onValueChange={(next) => set('bot_active', next)}
              options={[
                { value: any, label: t`Any` },
                { value: 'true', label: t`Bot answers` },
                { value: 'false', label: t`People answer` },
              ]}
            />
          </Field>
        </div>
        {tags && tags.length > 0 ? (
          <Field label={t`Tags`}>
            <PickList
              label={t`Tags`}
              placeholder={t`Find a tag`}
              emptyText={t`No tag has this name.`}
              multiple
              chosen={tagIds}
              groups={[{ items: tags.map((tag) => ({ value: tag.id, label: tag.name, icon: <TagDot color={tag.color} /> })) }]}
              onPick={(id) => {
                const next = tagIds.includes(id) ? tagIds.filter((other) => other !== id) : [...tagIds, id];
                set('tag_id', next.length === 0 ? any : next.join(','));
              }}
              trigger={
                <Button className="w-full justify-start font-normal">
                  {tagIds.length === 0
                    ? t`Any`
                    : tags
                        .filter(({ id }) => tagIds.includes(id))
                        .map(({ name }) => name)
                        .join(', ')}
                </Button>
              }
            />
          </Field>
        ) : null}
        {attributes && attributes.length > 0 ? (
          <Field label={t`Attribute`}>
            <AttributePart filter={filter} onChange={onChange} attributes={attributes} />
          </Field>
        ) : null}
        <div className="flex flex-col">
          <Checkbox label={t`Unread only`} checked={filter.unread === 'true'} onCheckedChange={(on) => set('unread', on ? 'true' : any)} />
          <Checkbox
            label={t`Waiting for an answer only`}
            checked={filter.waiting === 'true'}
            onCheckedChange={(on) => set('waiting', on ? 'true' : any)}
          />
        </div>
        {count > 0 ? (
          <Button
            size="sm"
            onClick={() => {
              const { view, status, sort } = filter;
              onChange({ ...(view ? { view } : {}), ...(status ? { status } : {}), ...(sort ? { sort } : {}) });
            }}
          >
            <Trans>Take all filters away</Trans>
          </Button>
        ) : null}
      </div>
    </Popover>
  );
}
