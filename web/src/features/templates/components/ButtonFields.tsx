import { TEMPLATE_LIMITS, templateVariables, type DraftButton } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { Input } from '#ui/Input.tsx';
import { RuleField } from './RuleField.tsx';

/** Props of ButtonFields. */
export interface ButtonFieldsProps {
  path: string;
  button: DraftButton;
  onButtonChange: (button: DraftButton) => void;
}

/** What one button says and does. */
export function ButtonFields({ path, button, onButtonChange }: ButtonFieldsProps) {
  const { t } = useLingui();
  const variable = '{{1}}';
  if (button.kind === 'other') {
    return (
      <p className="text-13 text-weak">
        <Trans>This page does not know this kind of button. It is kept as it is.</Trans>
      </p>
    );
  }
  const label = (
    <RuleField path={`${path}.text`} label={t`Words on the button`} text={button.text} max={TEMPLATE_LIMITS.buttonText}>
      <Input dir="auto" value={button.text} onValueChange={(text) => onButtonChange({ ...button, text })} />
    </RuleField>
  );
  switch (button.kind) {
    case 'url':
      return (
        <>
          {label}
          <RuleField
            path={`${path}.url`}
            label={t`Address`}
            text={button.url}
            max={TEMPLATE_LIMITS.url}
            hint={t`End it with ${variable} when each customer gets another page.`}
          >
            <Input inputMode="url" placeholder="https://" value={button.url} onValueChange={(url) => onButtonChange({ ...button, url })} />
          </RuleField>
          {templateVariables(button.url).length > 0 ? (
            <RuleField path={`${path}.sample`} label={t`Sample of the whole address`}>
              <Input
                inputMode="url"
                placeholder={button.url.replace(/\{\{.*$/, '12345')}
                value={button.sample}
                onValueChange={(sample) => onButtonChange({ ...button, sample })}
              />
            </RuleField>
          ) : null}
        </>
      );
    case 'phone':
      return (
        <>
          {label}
          <RuleField path={`${path}.phone_number`} label={t`Phone number`} hint={t`With the country code: +62 …`}>
            <Input
              inputMode="tel"
              value={button.phone_number}
              onValueChange={(phone) => onButtonChange({ ...button, phone_number: phone })}
            />
          </RuleField>
        </>
      );
    case 'copy_code':
      return (
        <RuleField
          path={`${path}.sample`}
          label={t`Sample of the code`}
          text={button.sample}
          max={TEMPLATE_LIMITS.copyCode}
          hint={t`WhatsApp writes the words on this button itself. Each message names its own code.`}
        >
          <Input value={button.sample} onValueChange={(sample) => onButtonChange({ ...button, sample })} />
        </RuleField>
      );
    case 'flow':
      return (
        <>
          {label}
          <RuleField path={`${path}.flow_id`} label={t`ID of the form`} hint={t`From WhatsApp Manager, under Flows.`}>
            <Input inputMode="numeric" value={button.flow_id} onValueChange={(flowId) => onButtonChange({ ...button, flow_id: flowId })} />
          </RuleField>
        </>
      );
    default:
      return label;
  }
}
