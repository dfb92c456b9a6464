import type { SignInDomain, SingleSignOn } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { Globe, Trash2 } from 'lucide-react';
import { useForm } from 'react-hook-form';
import { errorSentence } from '#lib/present-error.ts';
import { Badge } from '#ui/Badge.tsx';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { CopyField } from '#ui/CopyField.tsx';
import { ErrorBanner } from '#ui/ErrorBanner.tsx';
import { Field } from '#ui/Field.tsx';
import { IconButton } from '#ui/IconButton.tsx';
import { Input } from '#ui/Input.tsx';
import { notify } from '#ui/toasts.ts';
import { useAddDomain, useRemoveDomain, useVerifyDomain } from '../api/sign-in-settings.ts';

/** Domains whose addresses the provider may speak for, and how to show that they are the company's. */
export function DomainsCard({ settings: { domains } }: { settings: SingleSignOn }) {
  const { t } = useLingui();
  const add = useAddDomain();
  const form = useForm({ defaultValues: { domain: '' } });
  const error = form.formState.errors.domain?.message;
  return (
    <Card title={t`Domains of your company`} description={t`The provider is believed about addresses of these domains and of no others.`}>
      <div className="flex flex-col gap-5">
        {domains.length > 0 ? (
          <ul aria-label={t`Domains`} className="flex flex-col divide-y divide-line">
            {domains.map((domain) => (
              <DomainRow key={domain.id} domain={domain} />
            ))}
          </ul>
        ) : null}
        <form
          noValidate
          className="flex flex-wrap items-end gap-2"
          onSubmit={(event) =>
            void form.handleSubmit(({ domain }) => add.mutate(domain.trim().toLowerCase(), { onSuccess: () => form.reset() }))(event)
          }
        >
          <div className="min-w-56 flex-1">
            <Field label={t`Another domain`} error={error}>
              <Input
                placeholder="example.com"
                autoComplete="off"
                spellCheck={false}
                {...form.register('domain', {
                  validate: (text) => /^(?:[a-z0-9-]+\.)+[a-z0-9-]{2,}$/i.test(text.trim()) || t`Enter a domain such as example.com.`,
                })}
              />
            </Field>
          </div>
          <Button type="submit" loading={add.isPending}>
            <Trans>Add it</Trans>
          </Button>
        </form>
        <ErrorBanner error={add.error} />
      </div>
    </Card>
  );
}

function DomainRow({ domain }: { domain: SignInDomain }) {
  const { t, i18n } = useLingui();
  const verify = useVerifyDomain();
  const remove = useRemoveDomain();
  return (
    <li className="flex flex-col gap-3 py-3 first:pt-0">
      <div className="flex flex-wrap items-center gap-3">
        <Globe aria-hidden className="size-4.5 shrink-0 text-weak" />
        <span className="min-w-0 flex-1 text-14 font-medium wrap-anywhere text-strong">{domain.domain}</span>
        {domain.verified_at === null ? (
          <Badge tone="warn" dot>
            <Trans>Not shown yet</Trans>
          </Badge>
        ) : (
          <Badge tone="good" dot>
            <Trans>Yours</Trans>
          </Badge>
        )}
        <IconButton
          label={t`Remove ${domain.domain}`}
          icon={<Trash2 aria-hidden />}
          onClick={() =>
            remove.mutate(domain.id, {
              onSuccess: () => notify({ title: t`${domain.domain} was removed` }),
              onError: (error) => notify({ tone: 'bad', title: t`The domain stays`, description: errorSentence(error, i18n) }),
            })
          }
        />
      </div>
      {domain.verified_at === null ? (
        <div className="flex flex-col gap-3 rounded-card bg-surface-2 p-4">
          <p className="text-14 text-normal">
            <Trans>Put this TXT record into the domain’s DNS, then check it. New records can take an hour to be seen.</Trans>
          </p>
          <div className="grid gap-3 sm:grid-cols-2">
            <CopyField label={t`Name`} value={domain.record.name} />
            <CopyField label={t`Value`} value={domain.record.value} />
          </div>
          <ErrorBanner error={verify.error} />
          <Button className="self-start" loading={verify.isPending} onClick={() => verify.mutate(domain.id)}>
            <Trans>Check it now</Trans>
          </Button>
        </div>
      ) : null}
    </li>
  );
}
