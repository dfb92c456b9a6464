import type { ConsentSettings, MarketingRule } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { Plus, Trash2 } from 'lucide-react';
import { SettingsForm } from '#frame/SettingsForm.tsx';
import { useDraft, type Issues } from '#lib/use-draft.ts';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { Field } from '#ui/Field.tsx';
import { IconButton } from '#ui/IconButton.tsx';
import { Input } from '#ui/Input.tsx';
import { RadioGroup } from '#ui/RadioGroup.tsx';
import { notify } from '#ui/toasts.ts';
import { useUpdateConsentSettings } from '../api/queries.ts';
import { purposeKeyOf } from '../fns/word-list.ts';

const builtIn = new Set(['marketing', 'messages']);

interface RuleDraft {
  marketing_rule: MarketingRule;
  purposes: ConsentSettings['purposes'];
}

/** When marketing may be sent, and what customers can agree to. */
export function RuleForm({ settings }: { settings: ConsentSettings }) {
  const { t } = useLingui();
  const update = useUpdateConsentSettings();
  const draft = useDraft<RuleDraft>({
    saved: { marketing_rule: settings.marketing_rule, purposes: settings.purposes },
    save: (value) =>
      update.mutateAsync({
        ...value,
        purposes: value.purposes.map(({ key, name }) => ({ key: key === '' ? purposeKeyOf(name) : key, name })),
      }),
    check: ({ purposes }): Issues => {
      const keys = purposes.map(({ key, name }) => (key === '' ? purposeKeyOf(name) : key));
      return new Map(
        purposes.flatMap(({ name }, index): [string, string][] => {
          if (name.trim() === '') return [[`purposes.${index}.name`, t`Give the purpose a name.`]];
          if (keys[index] === '')
            return [[`purposes.${index}.name`, t`Use at least two Latin letters: programs know the purpose by them.`]];
          return keys.indexOf(keys[index] ?? '') === index ? [] : [[`purposes.${index}.name`, t`There is a purpose of this name already.`]];
        }),
      );
    },
    onSaved: () => notify({ title: t`Consent settings saved` }),
  });
  const { value, change } = draft;
  const setPurposes = (purposes: RuleDraft['purposes']): void => change({ ...value, purposes });
  return (
    <SettingsForm draft={draft}>
      <Card
        title={t`Marketing`}
        description={t`Counts for the very next message, whoever sends it: a campaign, a bot, the API or a member.`}
      >
        <RadioGroup
          label={t`When marketing may be sent`}
          cards
          value={value.marketing_rule}
          onValueChange={(marketing_rule) => change({ ...value, marketing_rule })}
          options={[
            {
              value: 'opt_in',
              label: t`Only to customers who agreed (opt-in)`,
              hint: t`A marketing template to somebody who never agreed is skipped. Choose this where the law asks for agreement first, as in the EU, India and Indonesia.`,
            },
            {
              value: 'no_objection',
              label: t`Until the customer objects`,
              hint: t`Marketing goes out to everybody who did not write STOP, object or land on the suppression list. As WhatsApp itself does it.`,
            },
          ]}
        />
        <p className="mt-3 text-13 text-weak">
          <Trans>Orders, appointments, codes and your answers are not marketing. They go out either way.</Trans>
        </p>
      </Card>
      <Card
        title={t`Purposes`}
        description={t`What customers can agree to. The first two are always there: Kabar itself asks about them before it sends.`}
        action={
          <Button
            size="sm"
            icon={<Plus aria-hidden />}
            disabled={value.purposes.length >= 30}
            onClick={() => setPurposes([...value.purposes, { key: '', name: '' }])}
          >
            <Trans>Add a purpose</Trans>
          </Button>
        }
      >
        <ul className="flex flex-col gap-2.5">
          {value.purposes.map(({ key, name }, index) => (
            // New ones have no key yet; places are identity enough while one types.
            <li key={key === '' ? `new-${index}` : key} className="flex items-start gap-2">
              <Field
                label={key === '' ? t`New purpose` : <code>{key}</code>}
                className="min-w-0 flex-1"
                error={draft.issues.get(`purposes.${index}.name`)}
                hint={key === '' ? <code>{purposeKeyOf(name)}</code> : undefined}
              >
                <Input
                  value={name}
                  maxLength={80}
                  onValueChange={(next) => setPurposes(value.purposes.map((one, at) => (at === index ? { ...one, name: next } : one)))}
                />
              </Field>
              {builtIn.has(key) ? (
                <span className="w-8" />
              ) : (
                <IconButton
                  className="mt-6.5"
                  label={t`Remove: ${name}`}
                  icon={<Trash2 aria-hidden />}
                  onClick={() => setPurposes(value.purposes.filter((_, at) => at !== index))}
                />
              )}
            </li>
          ))}
        </ul>
      </Card>
    </SettingsForm>
  );
}
