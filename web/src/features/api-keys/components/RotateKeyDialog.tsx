import type { ApiKey } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { useFormat } from '#lib/use-format.ts';
import { Banner } from '#ui/Banner.tsx';
import { Button } from '#ui/Button.tsx';
import { Dialog } from '#ui/Dialog.tsx';
import { ErrorBanner } from '#ui/ErrorBanner.tsx';
import { Field } from '#ui/Field.tsx';
import { OverlapSelect, type OverlapHours } from '#ui/OverlapSelect.tsx';
import { useRotateApiKey } from '../api/mutations.ts';
import { NewKeyDialog } from './NewKeyDialog.tsx';

const hourMs = 3_600_000;

/** Makes a key in the place of another with the same rights; both work until the overlap ends. */
export function RotateKeyDialog({ apiKey, onClose }: { apiKey: ApiKey; onClose: () => void }) {
  const { t } = useLingui();
  const format = useFormat();
  const [overlap, setOverlap] = useState<OverlapHours>(24);
  const rotate = useRotateApiKey(apiKey.id);
  if (rotate.data) {
    const { replaced, key } = rotate.data;
    const end = replaced.status === 'retiring' && replaced.expires_at !== null ? format.dateTime(replaced.expires_at) : null;
    return (
      <NewKeyDialog apiKey={key} onClose={onClose}>
        <Banner tone="info" className="mb-4">
          {end === null ? <Trans>The old key no longer works.</Trans> : <Trans>The old key works until {end}.</Trans>}
        </Banner>
      </NewKeyDialog>
    );
  }
  return (
    <Dialog
      open
      keepOpen
      size="sm"
      onOpenChange={onClose}
      title={t`Replace the key “${apiKey.name}”?`}
      description={t`You get a new key with the same rights. Put it in the place of the old one before that ends.`}
      action={
        <Button
          variant="primary"
          loading={rotate.isPending}
          onClick={() => rotate.mutate({ old_key_ends_at: new Date(Date.now() + overlap * hourMs).toISOString() })}
        >
          <Trans>Replace the key</Trans>
        </Button>
      }
    >
      <div className="flex flex-col gap-4">
        <ErrorBanner error={rotate.error} />
        <Field label={t`The old one works for`}>
          <OverlapSelect value={overlap} longest={720} onValueChange={setOverlap} />
        </Field>
      </div>
    </Dialog>
  );
}
