import type { WebhookEndpoint, WebhookEndpointSecret } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { useId, type ReactNode } from 'react';
import { Button } from '#ui/Button.tsx';
import { Dialog } from '#ui/Dialog.tsx';
import { notify } from '#ui/toasts.ts';
import { useCreateEndpoint, useUpdateEndpoint } from '../api/mutations.ts';
import { endpointChange, newEndpoint } from '../fns/endpoint-values.ts';
import { EndpointForm } from './EndpointForm.tsx';

function Frame({
  title,
  formId,
  save,
  pending,
  onClose,
  children,
}: {
  title: string;
  formId: string;
  save: ReactNode;
  pending: boolean;
  onClose: () => void;
  children: ReactNode;
}) {
  return (
    <Dialog
      open
      keepOpen
      onOpenChange={onClose}
      title={title}
      action={
        <Button variant="primary" type="submit" form={formId} loading={pending}>
          {save}
        </Button>
      }
    >
      {children}
    </Dialog>
  );
}

/** Makes an endpoint; `onMade` gets its secret, which comes this once. */
export function CreateEndpointDialog({ onClose, onMade }: { onClose: () => void; onMade: (made: WebhookEndpointSecret) => void }) {
  const { t } = useLingui();
  const formId = useId();
  const create = useCreateEndpoint();
  return (
    <Frame title={t`Add an endpoint`} formId={formId} save={<Trans>Add the endpoint</Trans>} pending={create.isPending} onClose={onClose}>
      <EndpointForm
        id={formId}
        endpoint={null}
        error={create.error}
        onSubmit={(values, showIssues) => create.mutate(newEndpoint(values), { onSuccess: onMade, onError: showIssues })}
      />
    </Frame>
  );
}

/** Changes an endpoint. */
export function EditEndpointDialog({ endpoint, onClose }: { endpoint: WebhookEndpoint; onClose: () => void }) {
  const { t } = useLingui();
  const formId = useId();
  const update = useUpdateEndpoint(endpoint.id);
  return (
    <Frame title={t`Change the endpoint`} formId={formId} save={<Trans>Save</Trans>} pending={update.isPending} onClose={onClose}>
      <EndpointForm
        id={formId}
        endpoint={endpoint}
        error={update.error}
        onSubmit={(values, showIssues) =>
          update.mutate(endpointChange(values), {
            onSuccess: () => {
              notify({ title: t`The endpoint is changed` });
              onClose();
            },
            onError: showIssues,
          })
        }
      />
    </Frame>
  );
}
