import type { Suppression } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { Button } from '#ui/Button.tsx';
import { Dialog } from '#ui/Dialog.tsx';
import { ErrorBanner } from '#ui/ErrorBanner.tsx';
import { Field } from '#ui/Field.tsx';
import { Textarea } from '#ui/Textarea.tsx';
import { notify } from '#ui/toasts.ts';
import { useLiftSuppression } from '../api/mutations.ts';

/** Lifts a suppression: only on the customer's wish, and with what proves it. */
export function LiftDialog({ contactId, suppression, onClose }: { contactId: string; suppression: Suppression; onClose: () => void }) {
  const { t } = useLingui();
  const lift = useLiftSuppression(contactId);
  const [evidence, setEvidence] = useState('');
  const [tried, setTried] = useState(false);
  const missing = evidence.trim().length < 3;
  return (
    <Dialog
      open
      keepOpen
      onOpenChange={onClose}
      size="sm"
      title={t`Let messages through again?`}
      description={
        suppression.scope === 'all'
          ? t`Messages can be sent to this person again.`
          : t`Marketing messages can be sent to this person again, as your consent rule allows.`
      }
      action={
        <Button variant="primary" type="submit" form="lift-form" loading={lift.isPending}>
          <Trans>Lift the stop</Trans>
        </Button>
      }
    >
      <form
        id="lift-form"
        noValidate
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          setTried(true);
          if (missing) return;
          lift.mutate(
            { id: suppression.id, evidence: evidence.trim() },
            {
              onSuccess: () => {
                notify({ title: t`Lifted` });
                onClose();
              },
            },
          );
        }}
      >
        <ErrorBanner error={lift.error} />
        <Field
          label={t`How you know that the customer wants it`}
          hint={t`Only they can lift it. What you write is kept with your name.`}
          error={tried && missing ? t`Write how you know it.` : undefined}
        >
          <Textarea dir="auto" maxLength={2000} value={evidence} onChange={(event) => setEvidence(event.target.value)} />
        </Field>
      </form>
    </Dialog>
  );
}
