import { OTP_TYPES, TEMPLATE_LIMITS, type OtpApp, type TemplateDraftContent } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { Plus, Trash2 } from 'lucide-react';
import { Button } from '#ui/Button.tsx';
import { Checkbox } from '#ui/Checkbox.tsx';
import { IconButton } from '#ui/IconButton.tsx';
import { Input } from '#ui/Input.tsx';
import { RadioGroup } from '#ui/RadioGroup.tsx';
import { GroupIssues, RuleField } from './RuleField.tsx';

/** Props of AuthenticationEditor. */
export interface AuthenticationEditorProps {
  draft: TemplateDraftContent;
  onDraftChange: (change: Partial<TemplateDraftContent>) => void;
}

/** An authentication template: WhatsApp's own text, and how the code gets into the app. */
export function AuthenticationEditor({ draft, onDraftChange }: AuthenticationEditorProps) {
  const { t } = useLingui();
  const index = draft.buttons.findIndex((button) => button.kind === 'otp');
  const button = draft.buttons[index];
  const minutes = draft.footer?.code_expiration_minutes ?? null;
  const names = {
    copy_code: t`A button that copies it`,
    one_tap: t`A button that fills it in (Android)`,
    zero_tap: t`Filled in by itself (Android)`,
  };
  const hints = {
    copy_code: t`Works on every phone.`,
    one_tap: t`Your app must support it; other phones get the copy button.`,
    zero_tap: t`Your app must support it and customers must have agreed; other phones get the copy button.`,
  };
  return (
    <div className="flex flex-col gap-5">
      <p className="text-13 text-weak">
        <Trans>WhatsApp writes the text, in every language: “123456 is your verification code.” You choose what stands beside it.</Trans>
      </p>
      <div className="flex flex-col gap-1">
        <Checkbox
          label={t`Add “For your security, do not share this code.”`}
          checked={draft.body?.security_recommendation === true}
          onCheckedChange={(on) => onDraftChange({ body: { text: '', samples: {}, security_recommendation: on } })}
        />
        <Checkbox
          label={t`Say when the code expires`}
          checked={minutes !== null}
          onCheckedChange={(on) => onDraftChange({ footer: on ? { text: '', code_expiration_minutes: 10 } : null })}
        />
      </div>
      {minutes === null ? null : (
        <RuleField path="footer.code_expiration_minutes" label={t`Minutes that the code is good for`} className="max-w-60">
          <Input
            inputMode="numeric"
            value={Number.isNaN(minutes) ? '' : String(minutes)}
            onValueChange={(typed) =>
              onDraftChange({ footer: { text: '', code_expiration_minutes: Number(typed.replaceAll(/\D/g, '').slice(0, 3) || 0) } })
            }
          />
        </RuleField>
      )}
      {button?.kind === 'otp' ? (
        <>
          <RadioGroup
            label={t`How the code gets into your app`}
            value={button.otp_type}
            options={OTP_TYPES.map((value) => ({ value, label: names[value], hint: hints[value] }))}
            onValueChange={(otpType) =>
              onDraftChange({
                buttons: draft.buttons.with(index, {
                  ...button,
                  otp_type: otpType,
                  supported_apps:
                    otpType === 'copy_code' || button.supported_apps.length > 0
                      ? button.supported_apps
                      : [{ package_name: '', signature_hash: '' }],
                }),
              })
            }
          />
          <div className="grid gap-3 sm:grid-cols-2">
            <RuleField
              path={`buttons.${index}.text`}
              label={t`Words on the copy button`}
              optional
              text={button.text}
              max={TEMPLATE_LIMITS.buttonText}
              hint={t`Empty: WhatsApp’s own words.`}
            >
              <Input
                dir="auto"
                value={button.text}
                onValueChange={(text) => onDraftChange({ buttons: draft.buttons.with(index, { ...button, text }) })}
              />
            </RuleField>
            {button.otp_type === 'copy_code' ? null : (
              <RuleField
                path={`buttons.${index}.autofill_text`}
                label={t`Words on the fill-in button`}
                optional
                text={button.autofill_text}
                max={TEMPLATE_LIMITS.buttonText}
              >
                <Input
                  dir="auto"
                  value={button.autofill_text}
                  onValueChange={(text) => onDraftChange({ buttons: draft.buttons.with(index, { ...button, autofill_text: text }) })}
                />
              </RuleField>
            )}
          </div>
          {button.otp_type === 'copy_code' ? null : (
            <AppsEditor
              path={`buttons.${index}.supported_apps`}
              apps={button.supported_apps}
              onAppsChange={(apps) => onDraftChange({ buttons: draft.buttons.with(index, { ...button, supported_apps: apps }) })}
            />
          )}
          {button.otp_type === 'zero_tap' ? (
            <>
              <Checkbox
                label={t`I accept WhatsApp’s terms for zero-tap codes`}
                checked={button.zero_tap_terms_accepted}
                onCheckedChange={(on) => onDraftChange({ buttons: draft.buttons.with(index, { ...button, zero_tap_terms_accepted: on }) })}
              />
              <GroupIssues path={`buttons.${index}.zero_tap_terms_accepted`} />
            </>
          ) : null}
        </>
      ) : null}
      <GroupIssues path="buttons" />
    </div>
  );
}

function AppsEditor({ path, apps, onAppsChange }: { path: string; apps: readonly OtpApp[]; onAppsChange: (apps: OtpApp[]) => void }) {
  const { t } = useLingui();
  return (
    <fieldset className="flex flex-col gap-3">
      <legend className="mb-1.5 text-13 font-medium text-strong">
        <Trans>Android apps that may take the code</Trans>
      </legend>
      {apps.map((app, index) => {
        const place = index + 1;
        return (
          // The fields take their values from the draft, so the place is identity enough.
          <div key={index} className="grid items-start gap-3 rounded-card border border-line p-3 sm:grid-cols-[1fr_1fr_auto]">
            <RuleField path={`${path}.${index}.package_name`} label={t`Package name`}>
              <Input
                placeholder="com.example.shop"
                value={app.package_name}
                onValueChange={(name) => onAppsChange(apps.with(index, { ...app, package_name: name }))}
              />
            </RuleField>
            <RuleField path={`${path}.${index}.signature_hash`} label={t`Signature hash`} hint={t`Eleven characters`}>
              <Input
                value={app.signature_hash}
                onValueChange={(hash) => onAppsChange(apps.with(index, { ...app, signature_hash: hash }))}
              />
            </RuleField>
            <IconButton
              label={t`Remove app ${place}`}
              icon={<Trash2 aria-hidden />}
              className="sm:mt-6"
              onClick={() => onAppsChange(apps.toSpliced(index, 1))}
            />
          </div>
        );
      })}
      <GroupIssues path={path} />
      {apps.length < TEMPLATE_LIMITS.otpApps ? (
        <Button
          className="self-start"
          icon={<Plus aria-hidden />}
          onClick={() => onAppsChange([...apps, { package_name: '', signature_hash: '' }])}
        >
          <Trans>Add an app</Trans>
        </Button>
      ) : null}
    </fieldset>
  );
}
