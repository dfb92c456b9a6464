import { templateVariables, type DraftSamples } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { Input } from '#ui/Input.tsx';
import { RuleField } from './RuleField.tsx';

/** Props of SampleFields. `path` is that of the text whose variables they are. */
export interface SampleFieldsProps {
  path: string;
  text: string;
  samples: DraftSamples;
  onSamplesChange: (samples: DraftSamples) => void;
}

/** One line per variable of a text, for what WhatsApp reviews the message with. */
export function SampleFields({ path, text, samples, onSamplesChange }: SampleFieldsProps) {
  const { t } = useLingui();
  const variables = templateVariables(text);
  if (variables.length === 0) return null;
  return (
    <fieldset className="rounded-card border border-line bg-surface-0/50 p-3">
      <legend className="px-1 text-13 font-medium text-strong">
        <Trans>Samples</Trans>
      </legend>
      <p className="mb-3 text-13 text-weak">
        <Trans>WhatsApp reviews the message with these. Invent them: no real customer belongs here.</Trans>
      </p>
      <div className="grid gap-3 sm:grid-cols-2">
        {variables.map((variable) => {
          const name = `{{${variable}}}`;
          return (
            <RuleField key={variable} path={`${path}.samples.${variable}`} label={t`Sample for ${name}`}>
              <Input
                dir="auto"
                value={samples[variable] ?? ''}
                onValueChange={(value) => onSamplesChange({ ...samples, [variable]: value })}
              />
            </RuleField>
          );
        })}
      </div>
    </fieldset>
  );
}
