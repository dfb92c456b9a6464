import { TEMPLATE_LIMITS, type DraftBody } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from '#ui/Button.tsx';
import { numberVariables } from '../fns/convert-variables.ts';
import { visibleIssues, useEditing } from './editing-context.ts';
import { RuleField } from './RuleField.tsx';
import { SampleFields } from './SampleFields.tsx';
import { TextBox } from './TextBox.tsx';

const nobody: DraftBody = { text: '', samples: {}, security_recommendation: null };

/** Props of BodyEditor. `prefix` is "" for the message and "cards.1." for a card. */
export interface BodyEditorProps {
  body: DraftBody | null;
  prefix?: string | undefined;
  max?: number | undefined;
  format: 'positional' | 'named';
  onBodyChange: (body: DraftBody) => void;
}

/** The text of a message or card with its samples. */
export function BodyEditor({ body, prefix = '', max = TEMPLATE_LIMITS.body, format, onBodyChange }: BodyEditorProps) {
  const { t } = useLingui();
  const editing = useEditing();
  const { text, samples, ...rest } = body ?? nobody;
  const path = `${prefix}body`;
  const hasGap = visibleIssues(editing, `${path}.text`).some((issue) => issue.code === 'variable_gap');
  return (
    <div className="flex flex-col gap-4">
      <RuleField
        path={`${path}.text`}
        label={t`Text`}
        text={text}
        max={max}
        repair={
          hasGap ? (
            <Button variant="link" className="mt-1 text-13" onClick={() => onBodyChange({ ...rest, ...numberVariables(text, samples) })}>
              <Trans>Number them again from 1</Trans>
            </Button>
          ) : null
        }
      >
        <TextBox
          label={t`Text`}
          marks
          rows={prefix === '' ? 6 : 3}
          text={text}
          format={format}
          onTextChange={(next) => onBodyChange({ ...rest, samples, text: next })}
        />
      </RuleField>
      <SampleFields path={path} text={text} samples={samples} onSamplesChange={(next) => onBodyChange({ ...rest, text, samples: next })} />
    </div>
  );
}
