import type { ConnectNumberRequest } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { useForm, type Path } from 'react-hook-form';
import { useFormIssues } from '#lib/use-form-issues.ts';
import { ErrorBanner } from '#ui/ErrorBanner.tsx';
import { Field } from '#ui/Field.tsx';
import { Input } from '#ui/Input.tsx';
import { PasswordInput } from '#ui/PasswordInput.tsx';
import { checkAccessToken, checkAppSecret, checkMetaId, checkPin, type CloudDetails } from '../fns/cloud-details.ts';
import { FindHelp } from './FindHelp.tsx';
import { useDetailProblem } from './use-detail-problem.ts';

/** Props of CloudForm; `id` ties the button in the dialog's foot to the form. */
export interface CloudFormProps {
  id: string;
  error: unknown;
  onSubmit: (details: ConnectNumberRequest, showIssues: (error: unknown) => void) => void;
}

const fieldByPath: Readonly<Record<string, Path<CloudDetails>>> = {
  waba_id: 'wabaId',
  phone_number_id: 'phoneNumberId',
  access_token: 'accessToken',
  app_secret: 'appSecret',
  pin: 'pin',
};

/** The four details that Meta's pages show, each checked while typing and each with the way to it. */
export function CloudForm({ id, error, onSubmit }: CloudFormProps) {
  const { t } = useLingui();
  const problem = useDetailProblem();
  const form = useForm<CloudDetails>({
    mode: 'onTouched',
    defaultValues: { wabaId: '', phoneNumberId: '', accessToken: '', appSecret: '', pin: '' },
  });
  const { errors } = form.formState;
  const showIssues = useFormIssues(form, (path) => fieldByPath[path] ?? null);

  function handleValid(values: CloudDetails): void {
    onSubmit(
      {
        waba_id: values.wabaId.trim(),
        phone_number_id: values.phoneNumberId.trim(),
        access_token: values.accessToken.trim(),
        app_secret: values.appSecret.trim(),
        ...(values.pin === '' ? {} : { pin: values.pin }),
      },
      showIssues,
    );
  }

  return (
    <form
      id={id}
      noValidate
      autoComplete="off"
      className="flex flex-col gap-4"
      onSubmit={(event) => void form.handleSubmit(handleValid)(event)}
    >
      <ErrorBanner error={error} />
      <div>
        <Field label={t`WhatsApp Business Account ID`} error={errors.wabaId?.message}>
          <Input inputMode="numeric" autoComplete="off" {...form.register('wabaId', { validate: (text) => problem(checkMetaId(text)) })} />
        </Field>
        <FindHelp>
          <Trans>Meta Business Suite, Settings, Accounts, WhatsApp accounts: choose the account; its ID stands under the name.</Trans>
        </FindHelp>
      </div>
      <div>
        <Field label={t`Phone number ID`} error={errors.phoneNumberId?.message}>
          <Input
            inputMode="numeric"
            autoComplete="off"
            {...form.register('phoneNumberId', { validate: (text) => problem(checkMetaId(text)) })}
          />
        </Field>
        <FindHelp>
          <Trans>
            developers.facebook.com, your app, WhatsApp, API Setup: choose the number under “From”; its ID stands below. It is not the phone
            number.
          </Trans>
        </FindHelp>
      </div>
      <div>
        <Field
          label={t`Access token of a system user`}
          error={errors.accessToken?.message}
          hint={t`It is checked, sealed and never shown again.`}
        >
          <PasswordInput autoComplete="off" {...form.register('accessToken', { validate: (text) => problem(checkAccessToken(text)) })} />
        </Field>
        <FindHelp>
          <Trans>
            Meta Business Suite, Settings, Users, System users: generate a token for your app that never expires, with
            whatsapp_business_messaging and whatsapp_business_management. The system user needs full control of the WhatsApp account.
          </Trans>
        </FindHelp>
      </div>
      <div>
        <Field
          label={t`App secret`}
          error={errors.appSecret?.message}
          hint={t`Proves that deliveries really come from Meta. Sealed like the token.`}
        >
          <PasswordInput autoComplete="off" {...form.register('appSecret', { validate: (text) => problem(checkAppSecret(text)) })} />
        </Field>
        <FindHelp>
          <Trans>developers.facebook.com, your app, App settings, Basic: “App secret”, Show.</Trans>
        </FindHelp>
      </div>
      <div>
        <Field
          label={t`Two-step PIN`}
          optional
          error={errors.pin?.message}
          hint={t`Only for a number that is not registered for Cloud API yet.`}
        >
          <Input
            inputMode="numeric"
            autoComplete="off"
            maxLength={6}
            className="w-32"
            {...form.register('pin', { validate: (text) => problem(checkPin(text)) })}
          />
        </Field>
      </div>
    </form>
  );
}
