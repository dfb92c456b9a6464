import { KabarError } from '@kabar/sdk';
import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Controller, useForm } from 'react-hook-form';
import { meQuery } from '#features/session';
import { accountApi } from '#lib/api.ts';
import { Button } from '#ui/Button.tsx';
import { ErrorBanner } from '#ui/ErrorBanner.tsx';
import { Field } from '#ui/Field.tsx';
import { Input } from '#ui/Input.tsx';
import { TimeZoneSelect } from '#ui/TimeZoneSelect.tsx';
import { AuthLayout } from '../components/AuthLayout.tsx';
import { slugOf, slugPattern } from '../fns/workspace-slug.ts';

/** Make a workspace; whoever makes it is its owner. */
export function NewWorkspacePage() {
  const { t } = useLingui();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const form = useForm({ defaultValues: { name: '', slug: '', timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone } });
  const { errors, dirtyFields } = form.formState;
  const create = useMutation({
    mutationFn: (values: { name: string; slug: string; timeZone: string }) =>
      accountApi.workspaces.create({ name: values.name.trim(), slug: values.slug, time_zone: values.timeZone }),
    onSuccess: async (workspace) => {
      await queryClient.fetchQuery({ ...meQuery, staleTime: 0 });
      await navigate({ to: '/w/$slug/first-steps', params: { slug: workspace.slug } });
    },
    onError: (error) => {
      if (error instanceof KabarError && error.code === 'slug_taken') form.setFocus('slug', { shouldSelect: true });
    },
  });
  const address = `${location.host}/w/${form.watch('slug') || '…'}`;
  return (
    <AuthLayout
      title={t`Create a workspace`}
      description={<Trans>A workspace holds one business: its numbers, its customers, its team. You can have several.</Trans>}
    >
      <form
        noValidate
        className="flex flex-col gap-4"
        onSubmit={(event) => void form.handleSubmit((values) => create.mutate(values))(event)}
      >
        <ErrorBanner error={create.error} />
        <Field label={t`Name of the business`} error={errors.name?.message}>
          <Input
            autoComplete="organization"
            maxLength={100}
            {...form.register('name', {
              validate: (name) => name.trim() !== '' || t`Enter a name.`,
              onChange: (event: { target: { value: string } }) => {
                if (!dirtyFields.slug) form.setValue('slug', slugOf(event.target.value));
              },
            })}
          />
        </Field>
        <Field label={t`Address`} error={errors.slug?.message} hint={<span className="wrap-anywhere">{address}</span>}>
          <Input
            maxLength={40}
            spellCheck={false}
            autoCapitalize="none"
            {...form.register('slug', { validate: (slug) => slugPattern.test(slug) || t`3 to 40 small letters, digits and dashes.` })}
          />
        </Field>
        <Field label={t`Time zone`} hint={t`Times are shown and planned in it for everyone.`}>
          <Controller
            control={form.control}
            name="timeZone"
            render={({ field }) => <TimeZoneSelect value={field.value} onValueChange={field.onChange} />}
          />
        </Field>
        <Button type="submit" variant="primary" size="lg" loading={create.isPending}>
          <Trans>Create the workspace</Trans>
        </Button>
      </form>
    </AuthLayout>
  );
}
