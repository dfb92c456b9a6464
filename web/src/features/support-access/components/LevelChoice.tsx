import type { SupportLevel } from '@kabar/contract';
import { useLingui } from '@lingui/react/macro';
import { RadioGroup } from '#ui/RadioGroup.tsx';

/** What an operator may do inside. */
export function LevelChoice({ value, onValueChange }: { value: SupportLevel; onValueChange: (value: SupportLevel) => void }) {
  const { t } = useLingui();
  return (
    <RadioGroup
      cards
      label={t`What they may do`}
      value={value}
      onValueChange={onValueChange}
      options={[
        { value: 'read', label: t`Look`, hint: t`They read, and change nothing.` },
        {
          value: 'help',
          label: t`Look and help`,
          hint: t`They also set working hours, assignment and targets, and process stored webhook deliveries again.`,
        },
      ]}
    />
  );
}
