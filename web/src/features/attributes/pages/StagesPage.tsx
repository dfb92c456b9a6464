import type { Stage } from '@kabar/contract';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Pencil, Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { SettingsPage } from '#frame/SettingsLayout.tsx';
import { errorSentence } from '#lib/present-error.ts';
import { useActions } from '#lib/use-actions.ts';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { ErrorBanner } from '#ui/ErrorBanner.tsx';
import { ErrorState } from '#ui/ErrorState.tsx';
import { IconButton } from '#ui/IconButton.tsx';
import { RowSkeletons } from '#ui/Skeleton.tsx';
import { SortableList } from '#ui/SortableList.tsx';
import { notify } from '#ui/toasts.ts';
import { useOrderStages, useStages } from '../api/stages.ts';
import { RemoveStageDialog } from '../components/RemoveStageDialog.tsx';
import { StageDialog } from '../components/StageDialog.tsx';

/** Steps of the way a contact goes. There is always at least one. */
export function StagesPage() {
  const { t, i18n } = useLingui();
  const stages = useStages();
  const order = useOrderStages();
  const { edit } = useSearch({ from: '/w/$slug/settings/stages' });
  const navigate = useNavigate({ from: '/w/$slug/settings/stages' });
  const [removing, setRemoving] = useState<Stage | null>(null);
  const open = (id: string | null): void => void navigate({ search: id === null ? {} : { edit: id }, replace: id === null });
  const edited = stages.data?.find((stage) => stage.id === edit) ?? null;

  useActions([{ id: 'new-stage-here', label: t`New stage`, group: t`Stages`, keys: 'n', keysOnly: true, run: () => open('new') }]);
  return (
    <SettingsPage
      title={t`Stages`}
      description={t`The way of a contact, step by step: from the first question to a regular customer.`}
      action={
        <Button variant="primary" icon={<Plus aria-hidden />} disabled={(stages.data?.length ?? 0) >= 50} onClick={() => open('new')}>
          <Trans>New stage</Trans>
        </Button>
      }
    >
      {stages.data ? <ErrorBanner error={stages.error} onRetry={() => void stages.refetch()} /> : null}
      <Card flush>
        {stages.isPending ? (
          <RowSkeletons label={t`Loading the stages`} rows={5} />
        ) : !stages.data ? (
          <ErrorState error={stages.error} onRetry={() => void stages.refetch()} />
        ) : (
          <SortableList
            label={t`Stages in their order`}
            items={stages.data}
            idOf={(stage) => stage.id}
            nameOf={(stage) => stage.name}
            onOrderChange={(ordered) =>
              order.mutate(ordered, {
                onError: (error) => notify({ tone: 'bad', title: t`The order stays as it was`, description: errorSentence(error, i18n) }),
              })
            }
          >
            {(stage, index) => {
              const name = stage.name;
              return (
                <>
                  <span
                    aria-hidden
                    className="flex size-6 shrink-0 items-center justify-center rounded-full bg-accent-soft text-12 font-semibold text-accent-text tabular-nums"
                  >
                    {index + 1}
                  </span>
                  <span className="flex min-w-0 flex-1 items-center justify-between gap-3 max-sm:flex-col max-sm:items-start max-sm:gap-0">
                    <span dir="auto" className="max-w-full truncate text-14 font-medium text-strong">
                      {name}
                    </span>
                    <span className="shrink-0 text-13 text-weak tabular-nums">
                      <Plural value={stage.contact_count} _0="no contacts" one="# contact" other="# contacts" />
                    </span>
                  </span>
                  <span className="flex shrink-0">
                    <IconButton size="sm" label={t`Rename ${name}`} icon={<Pencil aria-hidden />} onClick={() => open(stage.id)} />
                    {stages.data.length > 1 ? (
                      <IconButton size="sm" label={t`Delete ${name}`} icon={<Trash2 aria-hidden />} onClick={() => setRemoving(stage)} />
                    ) : null}
                  </span>
                </>
              );
            }}
          </SortableList>
        )}
      </Card>
      {stages.data && (edit === 'new' || edited) ? <StageDialog key={edit} stage={edited} onClose={() => open(null)} /> : null}
      {removing && stages.data ? <RemoveStageDialog stage={removing} stages={stages.data} onClose={() => setRemoving(null)} /> : null}
    </SettingsPage>
  );
}
