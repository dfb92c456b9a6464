import type { SignInRules, SingleSignOn } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { errorSentence } from '#lib/present-error.ts';
import { Badge } from '#ui/Badge.tsx';
import { Banner } from '#ui/Banner.tsx';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { ConfirmDialog } from '#ui/ConfirmDialog.tsx';
import { ErrorState } from '#ui/ErrorState.tsx';
import { RelativeTime } from '#ui/RelativeTime.tsx';
import { RowSkeletons } from '#ui/Skeleton.tsx';
import { Switch } from '#ui/Switch.tsx';
import { notify } from '#ui/toasts.ts';
import { useRemoveProvider, useSetOnly, useSingleSignOn } from '../api/sign-in-settings.ts';
import { DomainsCard } from './DomainsCard.tsx';
import { ProviderDialog } from './ProviderDialog.tsx';

/** The company's provider, its domains, and whether it is the only way in. */
export function SingleSignOnCards({ rules }: { rules: SignInRules }) {
  const { t } = useLingui();
  const settings = useSingleSignOn();
  if (settings.isPending) return <RowSkeletons label={t`Loading single sign-on`} rows={3} />;
  if (!settings.data) return <ErrorState error={settings.error} onRetry={() => void settings.refetch()} />;
  return (
    <>
      <ProviderCard settings={settings.data} />
      <DomainsCard settings={settings.data} />
      {settings.data.provider ? <OnlyCard settings={settings.data} rules={rules} /> : null}
    </>
  );
}

function ProviderCard({ settings }: { settings: SingleSignOn }) {
  const { t, i18n } = useLingui();
  const { provider } = settings;
  const [editing, setEditing] = useState(false);
  const [removing, setRemoving] = useState(false);
  const remove = useRemoveProvider();
  const hasDomain = settings.domains.some((domain) => domain.verified_at !== null);
  return (
    <Card
      title={t`Single sign-on`}
      description={t`Members sign in at your company’s own provider (OpenID Connect), such as Google Workspace, Microsoft Entra, Okta or Keycloak.`}
      action={
        provider ? (
          <>
            <Button onClick={() => setRemoving(true)}>
              <Trans>Remove</Trans>
            </Button>
            <Button onClick={() => setEditing(true)}>
              <Trans>Change</Trans>
            </Button>
          </>
        ) : (
          <Button variant="primary" onClick={() => setEditing(true)}>
            <Trans>Set it up</Trans>
          </Button>
        )
      }
    >
      {provider ? (
        <div className="flex flex-col gap-3">
          <p className="flex flex-wrap items-center gap-2 text-14 text-normal">
            {provider.is_on ? (
              <Badge tone="good" dot>
                <Trans>On</Trans>
              </Badge>
            ) : (
              <Badge dot>
                <Trans>Off</Trans>
              </Badge>
            )}
            <span className="wrap-anywhere">{provider.issuer}</span>
          </p>
          <p className="text-13 text-weak">
            {provider.proved_at === null ? (
              <Trans>Nobody has come in with these settings yet. Try it yourself in a private window.</Trans>
            ) : (
              <Trans>
                Last used <RelativeTime at={provider.proved_at} className="inline-block first-letter:lowercase" />
              </Trans>
            )}
          </p>
          {provider.is_on && !hasDomain ? (
            <Banner tone="warn" title={t`A domain is missing`}>
              <Trans>
                Add the domain of your company’s addresses below and show that it is yours. Until then nobody is sent to the provider.
              </Trans>
            </Banner>
          ) : null}
        </div>
      ) : (
        <p className="text-14 text-weak">
          <Trans>Not set up. Members sign in with a password or passkey of their own.</Trans>
        </p>
      )}
      {editing ? <ProviderDialog settings={settings} onClose={() => setEditing(false)} /> : null}
      <ConfirmDialog
        open={removing}
        onOpenChange={setRemoving}
        title={t`Remove single sign-on?`}
        confirmLabel={t`Remove it`}
        pending={remove.isPending}
        error={remove.error ? errorSentence(remove.error, i18n) : undefined}
        onConfirm={() => remove.mutate(undefined, { onSuccess: () => setRemoving(false) })}
      >
        <Trans>Whoever has no password of their own sets one with “Forgot it?” on the sign-in page. Nobody loses their membership.</Trans>
      </ConfirmDialog>
    </Card>
  );
}

function OnlyCard({ settings: { provider }, rules }: { settings: SingleSignOn; rules: SignInRules }) {
  const { t, i18n } = useLingui();
  const only = useSetOnly();
  const isOn = only.isPending ? only.variables : rules.single_sign_on_only;
  const mayTurnOn = provider?.is_on === true && provider.proved_at !== null;
  return (
    <Card title={t`Only through the company`}>
      <Switch
        checked={isOn}
        disabled={only.isPending || (!mayTurnOn && !rules.single_sign_on_only)}
        label={t`Members come in through the provider only`}
        hint={
          mayTurnOn || rules.single_sign_on_only
            ? t`Owners can always come in with their own second factor, should the provider fail.`
            : t`Possible once somebody has come in through the provider with its present settings.`
        }
        onCheckedChange={(next) =>
          only.mutate(next, {
            onSuccess: () =>
              notify({ title: next ? t`Only the provider opens the workspace now` : t`Passwords and passkeys open it, too` }),
            onError: (error) => notify({ tone: 'bad', title: t`It stays as it was`, description: errorSentence(error, i18n) }),
          })
        }
      />
    </Card>
  );
}
