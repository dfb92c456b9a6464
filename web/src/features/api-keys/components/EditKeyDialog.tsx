import type { ApiKey } from '@kabar/contract';
import { KabarError } from '@kabar/sdk';
import { Trans, useLingui } from '@lingui/react/macro';
import { useId } from 'react';
import { Button } from '#ui/Button.tsx';
import { Dialog } from '#ui/Dialog.tsx';
import { notify } from '#ui/toasts.ts';
import { useUpdateApiKey } from '../api/mutations.ts';
import { expiryOf } from '../fns/expiry.ts';
import { splitIpRanges } from '../fns/ip-range.ts';
import { KeyForm } from './KeyForm.tsx';

/** Changes what a key may do; the key itself stays, so no program has to be touched. */
export function EditKeyDialog({ apiKey, onClose }: { apiKey: ApiKey; onClose: () => void }) {
  const { t } = useLingui();
  const formId = useId();
  const update = useUpdateApiKey(apiKey.id);
  const { error } = update;
  const shutsOut = error instanceof KabarError && error.is('lockout_unconfirmed') ? (error.details?.addresses ?? []) : [];
  return (
    <Dialog
      open
      keepOpen
      onOpenChange={onClose}
      title={t`Change the key “${apiKey.name}”`}
      description={t`The key itself stays the same.`}
      action={
        <Button variant="primary" type="submit" form={formId} loading={update.isPending}>
          <Trans>Save</Trans>
        </Button>
      }
    >
      <KeyForm
        id={formId}
        apiKey={apiKey}
        error={error}
        shutsOut={shutsOut}
        onAskAnew={update.reset}
        onSubmit={(values, showIssues) =>
          update.mutate(
            {
              name: values.name.trim(),
              scopes: values.scopes,
              ip_allowlist: splitIpRanges(values.addresses),
              requests_per_second: values.perSecond,
              confirm_lockout: values.confirmed,
              ...(values.expiry === 'keep' ? {} : { expires_at: expiryOf(values.expiry, values.until, Date.now()) }),
            },
            {
              onSuccess: () => {
                notify({ title: t`The key is changed` });
                onClose();
              },
              onError: showIssues,
            },
          )
        }
      />
    </Dialog>
  );
}
