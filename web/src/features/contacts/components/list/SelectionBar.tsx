import type { Contact } from '@kabar/contract';
import { plural } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { Milestone, Tags, X } from 'lucide-react';
import { useState } from 'react';
import { useStages } from '#features/attributes';
import { TagDot, useTags } from '#features/tags';
import { Button } from '#ui/Button.tsx';
import { IconButton } from '#ui/IconButton.tsx';
import { PickList } from '#ui/PickList.tsx';
import { Progress } from '#ui/Progress.tsx';
import { notify } from '#ui/toasts.ts';
import { useChangeMany, type ManyChange } from '../../api/mutations.ts';

/** What can be done to the chosen contacts; each change says how many it reached. */
export function SelectionBar({ chosen, onClear }: { chosen: readonly Contact[]; onClear: () => void }) {
  const { t } = useLingui();
  const { data: tags = [] } = useTags();
  const { data: stages = [] } = useStages();
  const change = useChangeMany();
  const [done, setDone] = useState(0);
  const count = chosen.length;
  const common = tags.filter(({ id }) => chosen.every((contact) => contact.tag_ids.includes(id)));

  function run(wanted: ManyChange): void {
    setDone(0);
    change.mutate(
      { ids: chosen.map(({ id }) => id), change: wanted, onProgress: setDone },
      {
        onSuccess: ({ done: reached, refused }) =>
          notify(
            refused === 0
              ? { title: t`${plural(reached, { one: '# contact changed', other: '# contacts changed' })}` }
              : {
                  tone: 'warn',
                  title: t`${plural(reached, { one: '# contact changed', other: '# contacts changed' })}`,
                  description: t`${plural(refused, { one: '# was not. It may have been removed.', other: '# were not. They may have been removed.' })}`,
                },
          ),
      },
    );
  }

  return (
    <div role="group" aria-label={t`Chosen contacts`} className="flex flex-col gap-3 border-b border-line bg-accent-soft px-4 py-2 sm:px-5">
      <div className="flex flex-wrap items-center gap-2">
        <span role="status" className="mr-auto text-13 font-medium text-strong tabular-nums">
          {t`${plural(count, { one: '# chosen', other: '# chosen' })}`}
        </span>
        <PickList
          label={t`Tags`}
          placeholder={t`Find a tag`}
          emptyText={t`No tag has this name.`}
          multiple
          align="end"
          chosen={common.map(({ id }) => id)}
          groups={[{ items: tags.map((tag) => ({ value: tag.id, label: tag.name, icon: <TagDot color={tag.color} /> })) }]}
          onPick={(id) => {
            const known = tags.find((tag) => tag.id === id);
            if (known) run(common.includes(known) ? { remove: [known.id] } : { add: [known.id] });
          }}
          trigger={
            <Button size="sm" icon={<Tags aria-hidden />} disabled={change.isPending || tags.length === 0}>
              <Trans>Tags</Trans>
            </Button>
          }
        />
        {stages.length > 0 ? (
          <PickList
            label={t`Stage`}
            placeholder={t`Find a stage`}
            emptyText={t`No stage has this name.`}
            align="end"
            chosen={[]}
            groups={[
              { items: [...stages.map(({ id, name }) => ({ value: id as string, label: name })), { value: 'none', label: t`No stage` }] },
            ]}
            onPick={(id) => run({ stage_id: stages.find((stage) => stage.id === id)?.id ?? null })}
            trigger={
              <Button size="sm" icon={<Milestone aria-hidden />} disabled={change.isPending}>
                <Trans>Stage</Trans>
              </Button>
            }
          />
        ) : null}
        <IconButton size="sm" label={t`Choose none`} shortcut="esc" icon={<X aria-hidden />} onClick={onClear} />
      </div>
      {change.isPending ? <Progress label={t`Changing the chosen contacts`} done={done} total={count} /> : null}
    </div>
  );
}
