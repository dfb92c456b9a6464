import type { AccountSecurity, Passkey } from '@kabar/contract';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Fingerprint, KeyRound, Smartphone, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { errorSentence } from '#lib/present-error.ts';
import { Badge } from '#ui/Badge.tsx';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { ConfirmDialog } from '#ui/ConfirmDialog.tsx';
import { ErrorBanner } from '#ui/ErrorBanner.tsx';
import { IconButton } from '#ui/IconButton.tsx';
import { RelativeTime } from '#ui/RelativeTime.tsx';
import { notify } from '#ui/toasts.ts';
import { hasPasskeys, namedPage } from '../api/passkeys.ts';
import { useBeginTotp, useMakeRecoveryCodes, useRemovePasskey, useRemoveTotp } from '../api/security.ts';
import { AddPasskeyDialog } from './AddPasskeyDialog.tsx';
import { RecoveryCodesDialog, SetUpTotpDialog } from './SetUpTotpDialog.tsx';

/** Passkeys, authenticator app and recovery codes. */
export function FactorCards({ security }: { security: AccountSecurity }) {
  return (
    <>
      <PasskeysCard security={security} />
      <TotpCard security={security} />
      {security.recovery_codes ? <RecoveryCodesCard codes={security.recovery_codes} /> : null}
    </>
  );
}

function PasskeysCard({ security: { passkeys, may_change: mayChange } }: { security: AccountSecurity }) {
  const { t, i18n } = useLingui();
  const [adding, setAdding] = useState(false);
  const [removing, setRemoving] = useState<Passkey | null>(null);
  const remove = useRemovePasskey();
  return (
    <Card
      title={t`Passkeys`}
      description={t`Sign in with a fingerprint, a face or a security key. Nothing to remember, and nothing a false page could take from you.`}
      action={
        mayChange && hasPasskeys ? (
          <Button
            variant={passkeys.length === 0 ? 'primary' : 'secondary'}
            icon={<Fingerprint aria-hidden />}
            onClick={() => setAdding(true)}
          >
            <Trans>Add a passkey</Trans>
          </Button>
        ) : null
      }
    >
      {passkeys.length === 0 ? (
        <p className="text-14 text-weak">
          {hasPasskeys ? (
            <Trans>You have none yet.</Trans>
          ) : namedPage === null ? (
            <Trans>They cannot be used here: the browser does not know them, or this page has no name but only an address.</Trans>
          ) : (
            <Trans>
              Passkeys are bound to a name. Open this page as{' '}
              <a href={namedPage} className="text-accent-text underline underline-offset-3">
                localhost
              </a>{' '}
              to add one.
            </Trans>
          )}
        </p>
      ) : (
        <ul aria-label={t`Passkeys`} className="flex flex-col divide-y divide-line">
          {passkeys.map((passkey) => (
            <li key={passkey.id} className="flex items-center gap-3 py-2.5 first:pt-0 last:pb-0">
              <KeyRound aria-hidden className="size-4.5 shrink-0 text-weak" />
              <div className="min-w-0 flex-1">
                <p className="truncate text-14 font-medium text-strong">{passkey.name}</p>
                <p className="text-13 text-weak">
                  {passkey.is_synced ? <Trans>On all your devices</Trans> : <Trans>On one device</Trans>}
                  {' · '}
                  {passkey.last_used_at === null ? (
                    <Trans>never used</Trans>
                  ) : (
                    <Trans>
                      used <RelativeTime at={passkey.last_used_at} className="inline-block first-letter:lowercase" />
                    </Trans>
                  )}
                </p>
              </div>
              {mayChange ? (
                <IconButton label={t`Remove ${passkey.name}`} icon={<Trash2 aria-hidden />} onClick={() => setRemoving(passkey)} />
              ) : null}
            </li>
          ))}
        </ul>
      )}
      {adding ? <AddPasskeyDialog onClose={() => setAdding(false)} /> : null}
      {removing ? (
        <ConfirmDialog
          open
          onOpenChange={() => setRemoving(null)}
          title={t`Remove the passkey “${removing.name}”?`}
          confirmLabel={t`Remove it`}
          pending={remove.isPending}
          error={remove.error ? errorSentence(remove.error, i18n) : undefined}
          onConfirm={() =>
            remove.mutate(removing.id, {
              onSuccess: () => {
                setRemoving(null);
                notify({ title: t`The passkey signs nobody in any more` });
              },
            })
          }
        >
          <Trans>
            It no longer opens your account. All your other sessions end. Delete it on the device, too, so that it is not offered there.
          </Trans>
        </ConfirmDialog>
      ) : null}
    </Card>
  );
}

function TotpCard({ security: { totp, may_change: mayChange } }: { security: AccountSecurity }) {
  const { t, i18n } = useLingui();
  const begin = useBeginTotp();
  const remove = useRemoveTotp();
  const [removing, setRemoving] = useState(false);
  return (
    <Card
      title={t`Authenticator app`}
      description={t`A code of six digits that changes every half minute, beside the password.`}
      action={
        !mayChange ? null : totp ? (
          <Button onClick={() => setRemoving(true)}>
            <Trans>Remove it</Trans>
          </Button>
        ) : (
          <Button icon={<Smartphone aria-hidden />} loading={begin.isPending} onClick={() => begin.mutate()}>
            <Trans>Set it up</Trans>
          </Button>
        )
      }
    >
      <ErrorBanner error={begin.error} />
      <p className="flex flex-wrap items-center gap-2 text-14 text-weak">
        {totp ? (
          <>
            <Badge tone="good" dot>
              <Trans>On</Trans>
            </Badge>
            <span>
              <Trans>
                set up <RelativeTime at={totp.set_up_at} className="inline-block first-letter:lowercase" />
              </Trans>
            </span>
          </>
        ) : (
          <Badge dot>
            <Trans>Off</Trans>
          </Badge>
        )}
      </p>
      {begin.data ? <SetUpTotpDialog setup={begin.data} onClose={() => begin.reset()} /> : null}
      {removing ? (
        <ConfirmDialog
          open
          onOpenChange={setRemoving}
          title={t`Remove the authenticator app?`}
          confirmLabel={t`Remove it`}
          pending={remove.isPending}
          error={remove.error ? errorSentence(remove.error, i18n) : undefined}
          onConfirm={() => remove.mutate(undefined, { onSuccess: () => setRemoving(false) })}
        >
          <Trans>
            Its codes no longer open your account, and all your other sessions end. Without another factor the password alone is enough
            again.
          </Trans>
        </ConfirmDialog>
      ) : null}
    </Card>
  );
}

function RecoveryCodesCard({ codes }: { codes: NonNullable<AccountSecurity['recovery_codes']> }) {
  const { t, i18n } = useLingui();
  const make = useMakeRecoveryCodes();
  const [asking, setAsking] = useState(false);
  return (
    <Card
      title={t`Recovery codes`}
      description={t`For the day the phone is lost. Each opens your account once.`}
      action={
        <Button onClick={() => setAsking(true)}>
          <Trans>Make new ones</Trans>
        </Button>
      }
    >
      <p className="flex flex-wrap items-center gap-2 text-14 text-weak">
        <Badge tone={codes.left > 3 ? 'good' : 'warn'} dot>
          <Plural value={codes.left} one="# left" other="# left" />
        </Badge>
        <span>
          <Trans>
            of {codes.of}, made <RelativeTime at={codes.created_at} className="inline-block first-letter:lowercase" />
          </Trans>
        </span>
      </p>
      {asking ? (
        <ConfirmDialog
          open
          tone="normal"
          onOpenChange={setAsking}
          title={t`Make new recovery codes?`}
          confirmLabel={t`Make new ones`}
          pending={make.isPending}
          error={make.error ? errorSentence(make.error, i18n) : undefined}
          onConfirm={() => make.mutate(undefined, { onSuccess: () => setAsking(false) })}
        >
          <Trans>The {codes.left} that are left no longer open your account, wherever you keep them. All your other sessions end.</Trans>
        </ConfirmDialog>
      ) : null}
      {make.data ? <RecoveryCodesDialog codes={make.data.codes} onClose={() => make.reset()} /> : null}
    </Card>
  );
}
