import type { IpAllowlist } from '@kabar/contract';
import { KabarError } from '@kabar/sdk';
import { Trans, useLingui } from '@lingui/react/macro';
import { Plus } from 'lucide-react';
import { useId } from 'react';
import { Controller, useForm } from 'react-hook-form';
import { useFormIssues } from '#lib/use-form-issues.ts';
import { Banner } from '#ui/Banner.tsx';
import { Button } from '#ui/Button.tsx';
import { Dialog } from '#ui/Dialog.tsx';
import { ErrorBanner } from '#ui/ErrorBanner.tsx';
import { RadioGroup } from '#ui/RadioGroup.tsx';
import { notify } from '#ui/toasts.ts';
import { useSetIpAllowlist } from '../api/mutations.ts';
import { splitIpRanges } from '../fns/ip-range.ts';
import { AddressesField, LockoutConsent } from './AddressesField.tsx';

interface AllowlistValues {
  ranges: string;
  appliesTo: IpAllowlist['applies_to'];
  confirmed: boolean;
}

/** Sets the addresses of the workspace. Who would be shut out by it is named, and has to be meant. */
export function AllowlistDialog({ allowlist, onClose }: { allowlist: IpAllowlist; onClose: () => void }) {
  const { t } = useLingui();
  const formId = useId();
  const save = useSetIpAllowlist();
  const form = useForm<AllowlistValues>({
    mode: 'onTouched',
    defaultValues: { ranges: allowlist.ranges.join('\n'), appliesTo: allowlist.applies_to, confirmed: false },
  });
  const { errors } = form.formState;
  const showIssues = useFormIssues(form, (path) => (path.startsWith('ranges') ? 'ranges' : null));
  const shutsOut = save.error instanceof KabarError && save.error.is('lockout_unconfirmed') ? (save.error.details?.addresses ?? []) : [];
  const own = allowlist.your_address;
  // Who was agreed to be shut out by one list is not agreed to by another.
  const askAnew = (): void => {
    form.setValue('confirmed', false);
    save.reset();
  };

  return (
    <Dialog
      open
      keepOpen
      onOpenChange={onClose}
      title={t`From where this workspace may be used`}
      description={t`It acts within a second, on every key.`}
      action={
        <Button variant="primary" type="submit" form={formId} loading={save.isPending}>
          <Trans>Save</Trans>
        </Button>
      }
    >
      <form
        id={formId}
        noValidate
        className="flex flex-col gap-5"
        onSubmit={(event) =>
          void form.handleSubmit((values) =>
            save.mutate(
              { ranges: splitIpRanges(values.ranges), applies_to: values.appliesTo, confirm_lockout: values.confirmed },
              {
                onSuccess: ({ ranges }) => {
                  notify({ title: ranges.length === 0 ? t`The workspace can be used from anywhere` : t`The addresses are saved` });
                  onClose();
                },
                onError: showIssues,
              },
            ),
          )(event)
        }
      >
        <ErrorBanner error={shutsOut.length > 0 ? null : save.error} />
        <AddressesField
          label={t`Addresses and ranges`}
          rows={4}
          error={errors.ranges?.message}
          control={form.control}
          name="ranges"
          onEdited={askAnew}
        />
        <div className="flex flex-wrap items-center justify-between gap-2 text-13 text-normal">
          <span>
            <Trans>
              Your present address is <code className="font-mono text-strong">{own}</code>.
            </Trans>
          </span>
          <Button
            size="sm"
            icon={<Plus aria-hidden />}
            onClick={() => {
              const now = splitIpRanges(form.getValues('ranges'));
              if (now.includes(own)) return;
              form.setValue('ranges', [...now, own].join('\n'), { shouldValidate: true });
              askAnew();
            }}
          >
            <Trans>Add my address</Trans>
          </Button>
        </div>
        <div className="flex flex-col gap-2">
          <p aria-hidden className="text-13 font-medium text-strong">
            <Trans>Who is held to it</Trans>
          </p>
          <Controller
            control={form.control}
            name="appliesTo"
            render={({ field }) => (
              <RadioGroup
                label={t`Who is held to it`}
                value={field.value}
                onValueChange={(next) => {
                  field.onChange(next);
                  askAnew();
                }}
                options={[
                  { value: 'api_keys', label: t`Keys`, hint: t`Programs alone; people come in from anywhere` },
                  {
                    value: 'api_keys_and_members',
                    label: t`Keys and people`,
                    hint: t`The dashboard opens from these addresses only, for you, too`,
                  },
                ]}
              />
            )}
          />
        </div>
        {shutsOut.length > 0 ? (
          <Banner tone="warn" title={t`This shuts somebody out`}>
            {shutsOut.includes(own) ? (
              <p>
                <Trans>You are at {own} yourself: after saving you can no longer come in from here.</Trans>
              </p>
            ) : null}
            <LockoutConsent control={form.control} name="confirmed" shutsOut={shutsOut} />
          </Banner>
        ) : null}
      </form>
    </Dialog>
  );
}
