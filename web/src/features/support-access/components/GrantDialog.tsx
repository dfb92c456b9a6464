import { SUPPORT_MAX_HOURS, type SupportAccess, type SupportLevel } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { Button } from '#ui/Button.tsx';
import { Dialog } from '#ui/Dialog.tsx';
import { ErrorBanner } from '#ui/ErrorBanner.tsx';
import { Field } from '#ui/Field.tsx';
import { Select } from '#ui/Select.tsx';
import { Textarea } from '#ui/Textarea.tsx';
import { notify } from '#ui/toasts.ts';
import { useGrantSupport } from '../api/workspace.ts';
import { LevelChoice } from './LevelChoice.tsx';
import { useHourOptions } from './use-hour-options.ts';

/** Props of GrantDialog. `request`: the operator's request that it answers; null lets in any operator. */
export interface GrantDialogProps {
  request: SupportAccess | null;
  onClose: () => void;
}

/** Lets operators in: why, to do what, and for how long. */
export function GrantDialog({ request, onClose }: GrantDialogProps) {
  const { t } = useLingui();
  const grant = useGrantSupport();
  const [reason, setReason] = useState('');
  const [level, setLevel] = useState<SupportLevel>(request?.level ?? 'read');
  const [hours, setHours] = useState(String(request?.hours ?? 4));
  const hourOptions = useHourOptions(Number(hours));
  const [asked, setAsked] = useState(false);
  const tooShort = reason.trim().length < 5;
  const who = request?.operator?.name ?? '';
  const send = (): void => {
    setAsked(true);
    if (tooShort) return;
    grant.mutate(
      { reason: reason.trim(), level, hours: Number(hours), ...(request === null ? {} : { request_id: request.id }) },
      {
        onSuccess: () => {
          notify({ tone: 'good', title: t`Support access began`, description: t`Every member sees it at the top of each page.` });
          onClose();
        },
      },
    );
  };
  return (
    <Dialog
      open
      keepOpen
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={request === null ? t`Let an operator in` : t`Let ${who} in`}
      description={t`They see conversations, contacts and settings as an admin does. They never see keys, exports, sealed records or the audit log, and they never send, delete or change who may do what. At most ${SUPPORT_MAX_HOURS} hours.`}
      action={
        <Button variant="primary" loading={grant.isPending} onClick={send}>
          <Trans>Let them in</Trans>
        </Button>
      }
    >
      <div className="flex flex-col gap-4">
        <ErrorBanner error={grant.error} />
        <Field
          label={t`Why`}
          hint={t`The operator reads it, and it stands in the history.`}
          error={asked && tooShort ? t`Say in a few words what they shall look at.` : undefined}
        >
          <Textarea value={reason} onChange={(event) => setReason(event.target.value)} rows={2} maxLength={500} />
        </Field>
        <LevelChoice value={level} onValueChange={setLevel} />
        <Field label={t`For how long`} hint={t`It ends by itself. You can end it at any time.`}>
          <Select value={hours} onValueChange={setHours} options={hourOptions} />
        </Field>
      </div>
    </Dialog>
  );
}
