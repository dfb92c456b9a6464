import type { CreateApiKeyResponse } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { useId, useState } from 'react';
import { Button } from '#ui/Button.tsx';
import { Dialog } from '#ui/Dialog.tsx';
import { useCreateApiKey } from '../api/mutations.ts';
import { expiryOf } from '../fns/expiry.ts';
import { splitIpRanges } from '../fns/ip-range.ts';
import { KeyForm } from './KeyForm.tsx';
import { NewKeyDialog } from './NewKeyDialog.tsx';

/** Makes an API key and then shows it, once. */
export function CreateKeyDialog({ onClose }: { onClose: () => void }) {
  const { t } = useLingui();
  const formId = useId();
  const create = useCreateApiKey();
  const [made, setMade] = useState<CreateApiKeyResponse | null>(null);

  if (made) return <NewKeyDialog apiKey={made.key} onClose={onClose} />;
  return (
    <Dialog
      open
      keepOpen
      onOpenChange={onClose}
      title={t`Create an API key`}
      action={
        <Button variant="primary" type="submit" form={formId} loading={create.isPending}>
          <Trans>Create the key</Trans>
        </Button>
      }
    >
      <KeyForm
        id={formId}
        apiKey={null}
        shutsOut={[]}
        onAskAnew={create.reset}
        error={create.error}
        onSubmit={(values, showIssues) =>
          create.mutate(
            {
              name: values.name.trim(),
              scopes: values.scopes,
              ip_allowlist: splitIpRanges(values.addresses),
              expires_at: expiryOf(values.expiry === 'keep' ? '1y' : values.expiry, values.until, Date.now()),
              requests_per_second: values.perSecond,
            },
            { onSuccess: setMade, onError: showIssues },
          )
        }
      />
    </Dialog>
  );
}
