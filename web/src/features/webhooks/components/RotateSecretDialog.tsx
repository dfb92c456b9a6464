import type { WebhookEndpoint, WebhookEndpointSecret } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { Button } from '#ui/Button.tsx';
import { Dialog } from '#ui/Dialog.tsx';
import { ErrorBanner } from '#ui/ErrorBanner.tsx';
import { Field } from '#ui/Field.tsx';
import { OverlapSelect, type OverlapHours } from '#ui/OverlapSelect.tsx';
import { useRotateSecret } from '../api/mutations.ts';

/** Gives an endpoint a new secret; both sign until the overlap ends. */
export function RotateSecretDialog({
  endpoint,
  onClose,
  onMade,
}: {
  endpoint: WebhookEndpoint;
  onClose: () => void;
  onMade: (made: WebhookEndpointSecret) => void;
}) {
  const { t } = useLingui();
  const [overlap, setOverlap] = useState<OverlapHours>(24);
  const rotate = useRotateSecret(endpoint.id);
  return (
    <Dialog
      open
      keepOpen
      onOpenChange={onClose}
      size="sm"
      title={t`Give a new secret?`}
      description={t`Requests are signed with both until the time is over, so your server can change without missing anything.`}
      action={
        <Button variant="primary" loading={rotate.isPending} onClick={() => rotate.mutate(overlap, { onSuccess: onMade })}>
          <Trans>Give a new secret</Trans>
        </Button>
      }
    >
      <div className="flex flex-col gap-4">
        <ErrorBanner error={rotate.error} />
        <Field label={t`The old one signs for`}>
          <OverlapSelect value={overlap} longest={168} onValueChange={setOverlap} />
        </Field>
      </div>
    </Dialog>
  );
}
