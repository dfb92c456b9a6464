import { useLingui } from '@lingui/react';
import { useLingui as useWords } from '@lingui/react/macro';
import { errorSentence } from '#lib/present-error.ts';
import { Card } from '#ui/Card.tsx';
import { ErrorState } from '#ui/ErrorState.tsx';
import { RowSkeletons } from '#ui/Skeleton.tsx';
import { Switch } from '#ui/Switch.tsx';
import { notify } from '#ui/toasts.ts';
import { useChangeSupportSettings, useSupportSettings } from '../api/workspace.ts';

/** Whether operators have to ask before anybody can let them in. */
export function RuleCard() {
  const { i18n } = useLingui();
  const { t } = useWords();
  const settings = useSupportSettings();
  const change = useChangeSupportSettings();
  return (
    <Card title={t`Rule`}>
      {settings.isPending ? (
        <RowSkeletons label={t`Loading the rule`} rows={1} />
      ) : !settings.data ? (
        <ErrorState error={settings.error} onRetry={() => void settings.refetch()} />
      ) : (
        <>
          <Switch
            label={t`Only when an operator asked with a reason`}
            checked={change.isPending ? change.variables.only_when_asked : settings.data.only_when_asked}
            onCheckedChange={(checked) =>
              change.mutate(
                { only_when_asked: checked },
                {
                  onError: (error) => notify({ tone: 'bad', title: t`The rule stays as it was`, description: errorSentence(error, i18n) }),
                },
              )
            }
          />
          <p className="mt-1 text-13 text-weak">
            {t`Then nobody here can open the workspace on a call or by habit: the reason of the operator comes first, and only they are let in.`}
          </p>
        </>
      )}
    </Card>
  );
}
