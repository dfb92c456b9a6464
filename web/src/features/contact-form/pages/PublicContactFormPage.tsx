import type { PublicContactForm } from '@kabar/contract';
import { KabarError } from '@kabar/sdk';
import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation } from '@tanstack/react-query';
import { CircleCheck, Compass } from 'lucide-react';
import type { ReactNode } from 'react';
import { useForm } from 'react-hook-form';
import { accountApi } from '#lib/api.ts';
import { languages, showLanguage, type Language } from '#lib/i18n.ts';
import { Button } from '#ui/Button.tsx';
import { EmptyState } from '#ui/EmptyState.tsx';
import { ErrorBanner } from '#ui/ErrorBanner.tsx';
import { ErrorState } from '#ui/ErrorState.tsx';
import { Field } from '#ui/Field.tsx';
import { Input } from '#ui/Input.tsx';
import { Select } from '#ui/Select.tsx';
import { Textarea } from '#ui/Textarea.tsx';
import { usePublicContactForm } from '../api/queries.ts';

const empty = {
  name: '',
  email: '',
  phone: '',
  company: '',
  job_title: '',
  message: '',
  requirements: '',
  budget: '',
  timeline: '',
  goals: '',
  website: '',
};
type Values = typeof empty;

/** Only what was filled in travels. */
function filled<Key extends keyof Values>(values: Values, ...keys: Key[]): Partial<Record<Key, string>> {
  return Object.fromEntries(keys.flatMap((key) => (values[key].trim() === '' ? [] : [[key, values[key].trim()]]))) as Partial<
    Record<Key, string>
  >;
}

function VisitorForm({ slug, form }: { slug: string; form: PublicContactForm }) {
  const { t, i18n } = useLingui();
  const { register, handleSubmit, formState, getValues } = useForm({ defaultValues: empty });
  const { errors } = formState;
  const language = i18n.locale === 'id' ? 'id' : 'en';
  const send = useMutation({
    mutationFn: (values: Values) => {
      const project = filled(values, 'requirements', 'budget', 'timeline', 'goals');
      return accountApi.contactForm.submit({
        workspace: slug,
        language,
        website: values.website,
        content: {
          name: values.name.trim(),
          message: values.message.trim(),
          ...filled(values, 'email', 'phone', 'company', 'job_title'),
          ...(Object.keys(project).length === 0 ? {} : { project }),
        },
      });
    },
  });
  const intro = form.intro[language];
  if (send.isSuccess) {
    return (
      <EmptyState picture={<CircleCheck aria-hidden />} title={<Trans>Thank you, it has arrived</Trans>}>
        <Trans>{form.workspace_name} will answer you. You can close this page.</Trans>
      </EmptyState>
    );
  }
  const reachable = (): string | true =>
    getValues('email').trim() !== '' ||
    getValues('phone').trim() !== '' ||
    t`Give an e-mail or a phone number, so that you can get an answer.`;
  return (
    <form noValidate className="flex flex-col gap-4" onSubmit={(event) => void handleSubmit((values) => send.mutate(values))(event)}>
      <p className="text-14 whitespace-pre-line text-normal">
        {intro === '' ? <Trans>Write to us; we answer as soon as we can.</Trans> : intro}
      </p>
      <ErrorBanner error={send.error} />
      <Field label={t`Your name`} error={errors.name?.message}>
        <Input
          autoComplete="name"
          maxLength={100}
          {...register('name', { validate: (name) => name.trim() !== '' || t`Enter your name.` })}
        />
      </Field>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label={t`E-mail`} error={errors.email?.message}>
          <Input
            type="email"
            autoComplete="email"
            maxLength={254}
            {...register('email', {
              validate: (email) =>
                email.trim() === '' ? reachable() : /^\S+@\S+\.\S+$/.test(email.trim()) || t`Enter an e-mail such as name@example.com.`,
            })}
          />
        </Field>
        <Field label={t`Phone or WhatsApp`} optional hint={t`With country code, such as +62.`}>
          <Input type="tel" autoComplete="tel" maxLength={40} {...register('phone', { deps: ['email'] })} />
        </Field>
        <Field label={t`Company`} optional>
          <Input autoComplete="organization" maxLength={120} {...register('company')} />
        </Field>
        <Field label={t`Job title`} optional>
          <Input autoComplete="organization-title" maxLength={120} {...register('job_title')} />
        </Field>
      </div>
      <Field label={t`What is it about?`} error={errors.message?.message}>
        <Textarea rows={5} maxLength={5_000} {...register('message', { validate: (text) => text.trim() !== '' || t`Write a message.` })} />
      </Field>
      {form.asks_project ? (
        <fieldset className="flex flex-col gap-4">
          <legend className="text-14 font-semibold text-strong">
            <Trans>About your project</Trans>
          </legend>
          <Field label={t`Requirements`} optional>
            <Textarea rows={3} maxLength={2_000} {...register('requirements')} />
          </Field>
          <div className="grid gap-4 sm:grid-cols-2">
            <Field label={t`Budget`} optional>
              <Input maxLength={200} {...register('budget')} />
            </Field>
            <Field label={t`Timeline`} optional>
              <Input maxLength={200} {...register('timeline')} />
            </Field>
          </div>
          <Field label={t`Goals`} optional>
            <Textarea rows={3} maxLength={2_000} {...register('goals')} />
          </Field>
        </fieldset>
      ) : null}
      {/* People do not meet this field; programs fill in everything. */}
      <div aria-hidden className="absolute -left-2500 size-px overflow-hidden">
        <input tabIndex={-1} autoComplete="off" {...register('website')} />
      </div>
      <p className="text-13 text-weak">
        <Trans>
          What you write here is used to answer you, and is deleted after 12 months at the latest unless you become a customer. Sending it
          is no consent to advertising.
        </Trans>
      </p>
      <Button type="submit" variant="primary" size="lg" loading={send.isPending}>
        <Trans>Send</Trans>
      </Button>
    </form>
  );
}

function Shell({ title, children }: { title: string; children: ReactNode }) {
  const { t, i18n } = useLingui();
  return (
    <div className="h-dvh overflow-y-auto bg-surface-0">
      <title>{title}</title>
      <main className="relative mx-auto flex min-h-full w-full max-w-150 flex-col gap-6 px-4 py-8 sm:py-12">
        <header className="flex flex-wrap items-start justify-between gap-4">
          <h1 className="min-w-0 flex-1 basis-60 text-28 font-semibold tracking-tight text-balance wrap-anywhere text-strong">{title}</h1>
          <div className="w-40">
            <Select
              size="sm"
              label={t`Language`}
              options={languages.map(({ code, name }) => ({ value: code, label: name }))}
              value={i18n.locale as Language}
              onValueChange={(language) => void showLanguage(language, true)}
            />
          </div>
        </header>
        {children}
      </main>
    </div>
  );
}

/** `/p/{slug}/contact`: the form for people without an account. */
export function PublicContactFormPage({ slug }: { slug: string }) {
  const { t } = useLingui();
  const form = usePublicContactForm(slug);
  if (form.isPending) return <Shell title={t`Contact`}>{null}</Shell>;
  if (form.isError) {
    const isMissing = form.error instanceof KabarError && form.error.code === 'not_found';
    return (
      <Shell title={t`Contact`}>
        {isMissing ? (
          <EmptyState picture={<Compass aria-hidden />} title={<Trans>There is no form at this address</Trans>}>
            <Trans>The link may be old, or the form was switched off.</Trans>
          </EmptyState>
        ) : (
          <ErrorState error={form.error} onRetry={() => void form.refetch()} />
        )}
      </Shell>
    );
  }
  const name = form.data.workspace_name;
  return (
    <Shell title={t`Write to ${name}`}>
      <div className="rounded-card border border-line bg-surface-1 p-4 sm:p-6">
        <VisitorForm slug={slug} form={form.data} />
      </div>
    </Shell>
  );
}
