import { KabarError } from '@kabar/sdk';
import { Trans, useLingui } from '@lingui/react/macro';
import { useNavigate } from '@tanstack/react-router';
import { Controller, useForm } from 'react-hook-form';
import { slugPattern } from '#features/account';
import { useWorkspace } from '#features/session';
import { useFormIssues } from '#lib/use-form-issues.ts';
import { Banner } from '#ui/Banner.tsx';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { ErrorBanner } from '#ui/ErrorBanner.tsx';
import { Field } from '#ui/Field.tsx';
import { Input } from '#ui/Input.tsx';
import { TimeZoneSelect } from '#ui/TimeZoneSelect.tsx';
import { notify } from '#ui/toasts.ts';
import { useUpdateWorkspace } from '../api/mutations.ts';

interface GeneralValues {
  name: string;
  slug: string;
  timeZone: string;
}

function isSlugTaken(error: unknown): boolean {
  return error instanceof KabarError && error.code === 'slug_taken';
}

/** Name, address and time zone. Only what was changed is sent. */
export function GeneralForm() {
  const { t } = useLingui();
  const { workspace } = useWorkspace();
  const navigate = useNavigate();
  const save = useUpdateWorkspace();
  const form = useForm<GeneralValues>({ defaultValues: { name: workspace.name, slug: workspace.slug, timeZone: workspace.time_zone } });
  const { errors, isDirty, dirtyFields } = form.formState;
  const showIssues = useFormIssues(form, (path) => (path === 'name' || path === 'slug' ? path : path === 'time_zone' ? 'timeZone' : null));

  function handleValid(values: GeneralValues): void {
    save.mutate(
      {
        ...(dirtyFields.name ? { name: values.name.trim() } : {}),
        ...(dirtyFields.slug ? { slug: values.slug } : {}),
        ...(dirtyFields.timeZone ? { time_zone: values.timeZone } : {}),
      },
      {
        onSuccess: (saved) => {
          form.reset({ name: saved.name, slug: saved.slug, timeZone: saved.time_zone });
          notify({ title: t`Saved` });
          if (saved.slug !== workspace.slug)
            void navigate({ to: '/w/$slug/settings/workspace', params: { slug: saved.slug }, replace: true });
        },
        onError: (error) => {
          if (isSlugTaken(error)) form.setError('slug', { message: t`Another workspace has this address.` }, { shouldFocus: true });
          else showIssues(error);
        },
      },
    );
  }

  return (
    <form noValidate onSubmit={(event) => void form.handleSubmit(handleValid)(event)}>
      <Card
        title={t`General`}
        footer={
          <>
            {isDirty ? (
              <Button onClick={() => form.reset()}>
                <Trans>Discard</Trans>
              </Button>
            ) : null}
            <Button variant="primary" type="submit" disabled={!isDirty} loading={save.isPending}>
              <Trans>Save</Trans>
            </Button>
          </>
        }
      >
        <div className="flex max-w-100 flex-col gap-4">
          <ErrorBanner error={isSlugTaken(save.error) ? null : save.error} />
          <Field label={t`Name`} error={errors.name?.message}>
            <Input maxLength={100} {...form.register('name', { validate: (name) => name.trim() !== '' || t`Enter a name.` })} />
          </Field>
          <Field
            label={t`Address`}
            error={errors.slug?.message}
            hint={<span className="wrap-anywhere">{`${location.host}/w/${form.watch('slug')}`}</span>}
          >
            <Input
              maxLength={40}
              spellCheck={false}
              autoCapitalize="none"
              {...form.register('slug', { validate: (slug) => slugPattern.test(slug) || t`3 to 40 small letters, digits and dashes.` })}
            />
          </Field>
          {dirtyFields.slug ? (
            <Banner tone="warn">
              <Trans>Links with the old address stop working as soon as you save.</Trans>
            </Banner>
          ) : null}
          <Field label={t`Time zone`} error={errors.timeZone?.message} hint={t`Times are shown and planned in it for everyone.`}>
            <Controller
              control={form.control}
              name="timeZone"
              render={({ field }) => <TimeZoneSelect value={field.value} onValueChange={field.onChange} />}
            />
          </Field>
        </div>
      </Card>
    </form>
  );
}
