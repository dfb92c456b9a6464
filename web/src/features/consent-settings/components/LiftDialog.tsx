import type { Suppression } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { useState, type FormEvent } from 'react';
import { Banner } from '#ui/Banner.tsx';
import { Button } from '#ui/Button.tsx';
import { Dialog } from '#ui/Dialog.tsx';
import { ErrorBanner } from '#ui/ErrorBanner.tsx';
import { Field } from '#ui/Field.tsx';
import { Textarea } from '#ui/Textarea.tsx';
import { notify } from '#ui/toasts.ts';
import { useLiftSuppression } from '../api/queries.ts';

/** Takes somebody off the suppression list, with how one knows that they want it. */
export function LiftDialog({ suppression, onClose }: { suppression: Suppression; onClose: () => void }) {
  const { t } = useLingui();
  const lift = useLiftSuppression();
  const [evidence, setEvidence] = useState('');
  const [tried, setTried] = useState(false);
  const error = evidence.trim().length < 3 ? t`Write how you know, in a few words.` : undefined;

  function save(event: FormEvent): void {
    event.preventDefault();
    setTried(true);
    if (error !== undefined) return;
    lift.mutate(
      { id: suppression.id, evidence: evidence.trim() },
      {
        onSuccess: () => {
          notify({ title: t`The suppression is lifted` });
          onClose();
        },
      },
    );
  }

  return (
    <Dialog
      open
      keepOpen
      onOpenChange={onClose}
      title={t`Lift this suppression?`}
      description={t`Only on the customer’s own wish. It lifts what stands for the same person and kind of message.`}
      action={
        <Button variant="primary" type="submit" form="lift" loading={lift.isPending}>
          <Trans>Lift</Trans>
        </Button>
      }
    >
      <form id="lift" noValidate className="flex flex-col gap-4" onSubmit={save}>
        <ErrorBanner error={lift.error} />
        {suppression.source === 'whatsapp_preferences' ? (
          <Banner tone="warn">
            <Trans>They chose this in WhatsApp itself, and WhatsApp goes on refusing marketing to them until they change it there.</Trans>
          </Banner>
        ) : null}
        <Field label={t`How you know that they want messages again`} hint={t`Kept as evidence, sealed.`} error={tried ? error : undefined}>
          <Textarea
            dir="auto"
            maxLength={2000}
            value={evidence}
            placeholder={t`for example: asked for it at the counter on 3 May`}
            onChange={(event) => setEvidence(event.target.value)}
          />
        </Field>
      </form>
    </Dialog>
  );
}
