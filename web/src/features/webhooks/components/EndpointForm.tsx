import type { WebhookEndpoint } from '@kabar/contract';
import { WEBHOOK_LIMITS } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { Controller, useForm, type Path } from 'react-hook-form';
import { useFormIssues } from '#lib/use-form-issues.ts';
import { Button } from '#ui/Button.tsx';
import { NumberField, SelectField } from '#ui/ControlledFields.tsx';
import { ErrorBanner } from '#ui/ErrorBanner.tsx';
import { Field } from '#ui/Field.tsx';
import { Input } from '#ui/Input.tsx';
import { Textarea } from '#ui/Textarea.tsx';
import { endpointValues, readHeaders, type EndpointValues } from '../fns/endpoint-values.ts';
import { EventPicker } from './EventPicker.tsx';

const fields: readonly (keyof EndpointValues)[] = [
  'url',
  'description',
  'event_types',
  'format',
  'payload',
  'ordering',
  'signature',
  'headers',
  'max_in_flight',
  'rate_per_second',
  'verify_token',
];

function fieldOf(path: string): Path<EndpointValues> | null {
  return fields.find((field) => path === field || path.startsWith(`${field}.`)) ?? null;
}

function isAddress(text: string): boolean {
  return URL.canParse(text.trim()) && /^https?:$/.test(new URL(text.trim()).protocol);
}

/** Props of EndpointForm. `endpoint`: the one that is changed, null for a new one. */
export interface EndpointFormProps {
  id: string;
  endpoint: WebhookEndpoint | null;
  error: unknown;
  onSubmit: (values: EndpointValues, showIssues: (error: unknown) => void) => void;
}

/** Where events go, which, and in what form. */
export function EndpointForm({ id, endpoint, error, onSubmit }: EndpointFormProps) {
  const { t } = useLingui();
  const form = useForm<EndpointValues>({ mode: 'onTouched', defaultValues: endpointValues(endpoint) });
  const { errors } = form.formState;
  const showIssues = useFormIssues(form, fieldOf);
  const [format, headers] = form.watch(['format', 'headers']);
  const isMeta = format === 'meta';
  return (
    <form
      id={id}
      noValidate
      className="flex flex-col gap-5"
      onSubmit={(event) => void form.handleSubmit((values) => onSubmit(values, showIssues))(event)}
    >
      <ErrorBanner error={error} />
      <Field
        label={t`Address`}
        error={errors.url?.message}
        hint={t`Where events are posted to. Answer with 2xx within seconds and work after that.`}
      >
        <Input
          type="url"
          inputMode="url"
          maxLength={2000}
          autoComplete="off"
          spellCheck={false}
          placeholder="https://shop.example/webhooks/kabar"
          {...form.register('url', { validate: (url) => isAddress(url) || t`Give a whole address that begins with https://.` })}
        />
      </Field>
      <Field label={t`Description`} optional error={errors.description?.message}>
        <Input maxLength={200} autoComplete="off" {...form.register('description')} />
      </Field>
      {endpoint === null ? (
        <SelectField
          label={t`Format`}
          hint={
            isMeta ? t`For programs that were written for Meta’s Cloud API. Messages, statuses, templates and numbers only.` : undefined
          }
          control={form.control}
          name="format"
          onChosen={(next) => {
            if (next === 'meta') form.setValue('event_types', ['message.*']);
          }}
          options={[
            { value: 'kabar', label: t`Kabar`, hint: t`Signed by Standard Webhooks` },
            { value: 'meta', label: t`Meta’s Cloud API`, hint: t`Signed with X-Hub-Signature-256` },
          ]}
        />
      ) : null}
      <Controller
        control={form.control}
        name="event_types"
        rules={{ validate: (types) => types.length > 0 || t`Choose at least one.` }}
        render={({ field }) => (
          <EventPicker value={field.value} onValueChange={field.onChange} format={format} error={errors.event_types?.message} />
        )}
      />
      {isMeta ? (
        <Field
          label={t`Verify token`}
          optional={endpoint !== null}
          error={errors.verify_token?.message}
          hint={t`Sent as hub.verify_token; your server answers with the challenge.`}
        >
          <Input
            maxLength={200}
            autoComplete="off"
            {...form.register('verify_token', {
              validate: (token) => {
                const { length } = token.trim();
                return length >= 8 || (endpoint !== null && length === 0) || t`At least 8 characters.`;
              },
            })}
          />
        </Field>
      ) : (
        <div className="grid gap-4 sm:grid-cols-2">
          <SelectField
            label={t`What an event carries`}
            control={form.control}
            name="payload"
            options={[
              { value: 'thin', label: t`Ids only`, hint: t`Your program asks for the rest. No personal data on the way` },
              { value: 'full', label: t`The whole thing`, hint: t`Message texts and contacts included` },
            ]}
          />
          {endpoint === null ? (
            <SelectField
              label={t`Signature`}
              control={form.control}
              name="signature"
              options={[
                { value: 'hmac', label: t`Shared secret (HMAC)`, hint: t`What most libraries expect` },
                { value: 'ed25519', label: t`Public key (Ed25519)`, hint: t`Your server can check and not forge` },
              ]}
            />
          ) : null}
        </div>
      )}
      <details className="rounded-control border border-line">
        <summary className="min-h-10 content-center px-3 text-13 font-medium text-strong">
          <Trans>Order, pace and headers</Trans>
        </summary>
        <div className="flex flex-col gap-4 px-3 pt-1 pb-4">
          <SelectField
            label={t`Order`}
            control={form.control}
            name="ordering"
            options={[
              { value: 'none', label: t`As quick as possible`, hint: t`Events may overtake each other` },
              { value: 'conversation', label: t`In order within a conversation`, hint: t`One that fails holds up those behind it` },
            ]}
          />
          <div className="grid gap-4 sm:grid-cols-2">
            <NumberField
              label={t`Requests at once`}
              error={errors.max_in_flight?.message}
              control={form.control}
              name="max_in_flight"
              max={WEBHOOK_LIMITS.maxInFlight}
            />
            <NumberField
              label={t`Requests a second`}
              optional
              error={errors.rate_per_second?.message}
              hint={t`Empty: as many as it takes.`}
              control={form.control}
              name="rate_per_second"
              max={WEBHOOK_LIMITS.ratePerSecond}
            />
          </div>
          {headers === null ? (
            <div className="flex flex-col items-start gap-2 text-13">
              <p>
                <Trans>Headers that go along: {endpoint?.header_names.join(', ')}. Their values are stored sealed.</Trans>
              </p>
              <Button size="sm" onClick={() => form.setValue('headers', '')}>
                <Trans>Write them anew</Trans>
              </Button>
            </div>
          ) : (
            <Field
              label={t`Headers that go along`}
              optional
              error={errors.headers?.message}
              hint={t`One per line, such as “Authorization: Bearer …”. Their values are stored sealed and not shown again.`}
            >
              <Textarea
                rows={2}
                spellCheck={false}
                className="font-mono text-13"
                {...form.register('headers', {
                  validate: (text) => {
                    const read = readHeaders(text ?? '');
                    if (read === null) return t`Write each line as a name, a colon and a value.`;
                    return Object.keys(read).length <= WEBHOOK_LIMITS.headers || t`At most ${WEBHOOK_LIMITS.headers}.`;
                  },
                })}
              />
            </Field>
          )}
        </div>
      </details>
    </form>
  );
}
