import type { WebhookEndpointSecret } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from '#ui/Button.tsx';
import { CopyField } from '#ui/CopyField.tsx';
import { Dialog } from '#ui/Dialog.tsx';

/** The secret that was just made; shown once. With Ed25519 there is none, only the public key. */
export function EndpointSecret({ made, onClose }: { made: WebhookEndpointSecret; onClose: () => void }) {
  const { t } = useLingui();
  return (
    <Dialog
      open
      keepOpen
      onOpenChange={onClose}
      title={made.secret === null ? t`The endpoint is ready` : t`Copy the secret now`}
      description={made.secret === null ? undefined : t`It is shown this once and stored sealed.`}
      footer={
        <Button variant="primary" onClick={onClose}>
          {made.secret === null ? <Trans>Done</Trans> : <Trans>I have copied it</Trans>}
        </Button>
      }
    >
      <div className="flex flex-col gap-4">
        {made.secret === null ? null : (
          <CopyField
            label={made.format === 'meta' ? t`App secret` : t`Signing secret`}
            value={made.secret}
            hint={t`Your server checks with it that a request comes from here. Keep it where passwords are kept.`}
          />
        )}
        {made.public_key === null ? null : (
          <CopyField label={t`Public key`} value={made.public_key} hint={t`Your server checks signatures with it. It is no secret.`} />
        )}
        <p className="text-13 text-weak">
          <a href="/docs/guides/webhooks" target="_blank" rel="noreferrer" className="text-accent-text underline underline-offset-3">
            <Trans>How to check signatures</Trans>
          </a>
        </p>
      </div>
    </Dialog>
  );
}
