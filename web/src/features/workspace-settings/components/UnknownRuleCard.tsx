import { Trans, useLingui } from '@lingui/react/macro';
import { useWorkspace } from '#features/session';
import { errorSentence } from '#lib/present-error.ts';
import { Card } from '#ui/Card.tsx';
import { RadioGroup } from '#ui/RadioGroup.tsx';
import { notify } from '#ui/toasts.ts';
import { useUpdateWorkspace } from '../api/mutations.ts';

/** What happens to a message of which nobody can say whether WhatsApp took it. Acts at once, with undo. */
export function UnknownRuleCard() {
  const { t, i18n } = useLingui();
  const { workspace } = useWorkspace();
  const save = useUpdateWorkspace();
  const before = workspace.unknown_rule;

  function choose(rule: typeof before, undo: boolean): void {
    save.mutate(
      { unknown_rule: rule },
      {
        onSuccess: () =>
          notify({
            title: rule === 'hold' ? t`Such messages wait for a decision` : t`Such messages are sent again`,
            ...(undo ? { action: { label: t`Undo`, onClick: () => choose(before, false) } } : {}),
          }),
        onError: (error) => notify({ tone: 'bad', title: t`The rule stays as it was`, description: errorSentence(error, i18n) }),
      },
    );
  }

  return (
    <Card
      title={t`When nobody knows whether a message was sent`}
      description={t`Rare: the connection to WhatsApp broke just while a message was handed over, and no report came afterwards.`}
    >
      <RadioGroup
        cards
        label={t`Rule for unknown outcomes`}
        value={save.isPending ? (save.variables.unknown_rule ?? before) : before}
        onValueChange={(rule) => {
          if (rule !== before) choose(rule, true);
        }}
        options={[
          {
            value: 'hold',
            label: t`Hold it and let a person or the API decide`,
            hint: <Trans>Nothing is ever sent twice. Right for nearly everyone.</Trans>,
          },
          {
            value: 'resend',
            label: t`Send it again`,
            hint: (
              <Trans>Somebody may get it twice; it is marked then. Right where a second copy does no harm, as with one-time codes.</Trans>
            ),
          },
        ]}
      />
    </Card>
  );
}
