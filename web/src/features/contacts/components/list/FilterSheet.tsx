import type { ContactFilter, ContactFilterGroup } from '@kabar/contract';
import { plural } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { Plus, X } from 'lucide-react';
import { useDeferredValue, useMemo, useState } from 'react';
import { useAttributes } from '#features/attributes';
import { Button } from '#ui/Button.tsx';
import { Sheet } from '#ui/Dialog.tsx';
import { IconButton } from '#ui/IconButton.tsx';
import { Select } from '#ui/Select.tsx';
import { useContactCount } from '../../api/queries.ts';
import { completeFilter, isGroup, newCondition } from '../../fns/filter-draft.ts';
import { useCountText } from '../use-count-text.ts';
import { ConditionRow } from './ConditionRow.tsx';

/** Props of FilterSheet. `segment` is the place in which the filter narrows further. */
export interface FilterSheetProps {
  filter: ContactFilter | undefined;
  segment: string | undefined;
  onApply: (filter: ContactFilter) => void;
  onClose: () => void;
}

type Member = ContactFilter['conditions'][number];

function MatchSelect({ value, onChange, few }: { value: 'all' | 'any'; onChange: (value: 'all' | 'any') => void; few: boolean }) {
  const { t } = useLingui();
  return (
    <Select
      label={t`How conditions count`}
      size="sm"
      className="w-auto"
      value={value}
      onValueChange={onChange}
      options={[
        { value: 'all', label: few ? t`Everything holds` : t`All of these hold` },
        { value: 'any', label: few ? t`Anything holds` : t`Any of these holds` },
      ]}
    />
  );
}

/** Puts a filter together: conditions, and groups of them, with how many contacts fit at this moment. */
export function FilterSheet({ filter, segment, onApply, onClose }: FilterSheetProps) {
  const { t } = useLingui();
  const { data: attributes = [] } = useAttributes();
  const [draft, setDraft] = useState<ContactFilter>(() => filter ?? { match: 'all', conditions: [newCondition('tags', [])] });
  const complete = useMemo(() => completeFilter(draft), [draft]);
  const { data: count } = useContactCount({ segment, filter: useDeferredValue(complete) });
  const countText = useCountText();
  const put = (conditions: Member[]): void => setDraft({ ...draft, conditions });
  const replace = (index: number, member: Member): void => put(draft.conditions.map((other, at) => (at === index ? member : other)));
  const without = (index: number): void => put(draft.conditions.filter((_, at) => at !== index));

  function group(member: ContactFilterGroup, index: number) {
    const change = (conditions: ContactFilterGroup['conditions']): void =>
      conditions.length === 0 ? without(index) : replace(index, { ...member, conditions });
    return (
      <div
        role="group"
        aria-label={t`Group of conditions`}
        className="flex flex-col gap-2 rounded-card border border-line bg-surface-2 p-2.5"
      >
        <div className="flex items-center justify-between">
          <MatchSelect few={false} value={member.match} onChange={(match) => replace(index, { ...member, match })} />
          <IconButton size="sm" label={t`Take the group away`} icon={<X aria-hidden />} onClick={() => without(index)} />
        </div>
        {member.conditions.map((condition, at) => (
          <ConditionRow
            key={at}
            condition={condition}
            attributes={attributes}
            onChange={(next) => change(member.conditions.map((other, place) => (place === at ? next : other)))}
            onRemove={() => change(member.conditions.filter((_, place) => place !== at))}
          />
        ))}
        {member.conditions.length < 20 ? (
          <Button
            size="sm"
            variant="ghost"
            className="self-start"
            icon={<Plus aria-hidden />}
            onClick={() => change([...member.conditions, newCondition('tags', [])])}
          >
            <Trans>Condition</Trans>
          </Button>
        ) : null}
      </div>
    );
  }

  const shown = count === undefined ? null : countText(count);
  return (
    <Sheet
      open
      onOpenChange={onClose}
      size="md"
      title={t`Filter contacts`}
      footer={
        <>
          <Button className="mr-auto" variant="ghost" onClick={() => onApply({ match: 'all', conditions: [] })}>
            <Trans>Take all away</Trans>
          </Button>
          <Button variant="primary" onClick={() => onApply(complete)}>
            {shown === null ? (
              <Trans>Show contacts</Trans>
            ) : (
              t`${plural(count?.count ?? 0, { one: `Show ${shown} contact`, other: `Show ${shown} contacts` })}`
            )}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        <span className="flex items-center gap-2">
          <MatchSelect few value={draft.match} onChange={(match) => setDraft({ ...draft, match })} />
        </span>
        {draft.conditions.map((member, index) => (
          <div key={index}>
            {isGroup(member) ? (
              group(member, index)
            ) : (
              <ConditionRow
                condition={member}
                attributes={attributes}
                onChange={(next) => replace(index, next)}
                onRemove={() => without(index)}
              />
            )}
          </div>
        ))}
        {draft.conditions.length < 20 ? (
          <div className="flex flex-wrap gap-2">
            <Button size="sm" icon={<Plus aria-hidden />} onClick={() => put([...draft.conditions, newCondition('tags', [])])}>
              <Trans>Condition</Trans>
            </Button>
            <Button
              size="sm"
              icon={<Plus aria-hidden />}
              onClick={() =>
                put([...draft.conditions, { match: draft.match === 'all' ? 'any' : 'all', conditions: [newCondition('tags', [])] }])
              }
            >
              <Trans>Group</Trans>
            </Button>
          </div>
        ) : null}
        <p className="text-13 text-weak">
          <Trans>Conditions that are not finished yet do not count.</Trans>
        </p>
      </div>
    </Sheet>
  );
}
