import type { AgentsSee } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { errorSentence } from '#lib/present-error.ts';
import { Card } from '#ui/Card.tsx';
import { ErrorState } from '#ui/ErrorState.tsx';
import { RadioGroup } from '#ui/RadioGroup.tsx';
import { RowSkeletons } from '#ui/Skeleton.tsx';
import { notify } from '#ui/toasts.ts';
import { useSetVisibility, useVisibility } from '../api/mutations.ts';
import { SightExample } from './SightExample.tsx';

/** How much of the inbox agents see, with a picture of what that means. Acts at once, with undo. */
export function VisibilityCard() {
  const { t, i18n } = useLingui();
  const rule = useVisibility();
  const save = useSetVisibility();
  const before = rule.data?.agents_see;
  const shown = save.isPending ? save.variables : before;

  function choose(next: AgentsSee, undo: AgentsSee | null): void {
    save.mutate(next, {
      onSuccess: () =>
        notify({
          title: {
            everything: t`Agents see the numbers they serve`,
            teams: t`Agents see what belongs to their teams`,
            assigned: t`Agents see only what is assigned to them`,
          }[next],
          ...(undo === null ? {} : { action: { label: t`Undo`, onClick: () => choose(undo, null) } }),
        }),
      onError: (error) => notify({ tone: 'bad', title: t`Agents see what they saw before`, description: errorSentence(error, i18n) }),
    });
  }

  return (
    <Card
      title={t`What agents see`}
      description={t`For agents, and for roles of the workspace that see what agents see. It counts at once, in lists, search, files and live news alike.`}
    >
      {rule.isPending ? (
        <RowSkeletons label={t`Loading the rule`} rows={3} />
      ) : shown === undefined || before === undefined ? (
        <ErrorState error={rule.error} onRetry={() => void rule.refetch()} />
      ) : (
        <div className="grid items-start gap-4 lg:grid-cols-2">
          <RadioGroup
            cards
            label={t`What agents see`}
            value={shown}
            onValueChange={(next) => {
              if (next !== shown) choose(next, before);
            }}
            options={[
              {
                value: 'everything',
                label: t`Everything on the numbers they serve`,
                hint: <Trans>Also what other teams work on there. A number without a team is for everybody.</Trans>,
              },
              {
                value: 'teams',
                label: t`Their teams`,
                hint: <Trans>What belongs to their teams, and what belongs to no team yet on the numbers they serve.</Trans>,
              },
              {
                value: 'assigned',
                label: t`Only what is assigned to them`,
                hint: <Trans>Somebody or the automatic assignment has to give them each conversation.</Trans>,
              },
            ]}
          />
          <SightExample rule={shown} />
        </div>
      )}
    </Card>
  );
}
