import type { SupportLevel } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { Button } from '#ui/Button.tsx';
import { Dialog } from '#ui/Dialog.tsx';
import { ErrorBanner } from '#ui/ErrorBanner.tsx';
import { Field } from '#ui/Field.tsx';
import { Input } from '#ui/Input.tsx';
import { Select } from '#ui/Select.tsx';
import { Textarea } from '#ui/Textarea.tsx';
import { notify } from '#ui/toasts.ts';
import { useAskForSupport } from '../api/operator.ts';
import { LevelChoice } from './LevelChoice.tsx';
import { useHourOptions } from './use-hour-options.ts';

/** The name in an address, when somebody pastes the whole of it. */
function nameIn(text: string): string {
  return /\/w\/([^/?#]+)/.exec(text)?.[1] ?? text.trim();
}

/** An operator asks a workspace to be let in. */
export function AskDialog({ onClose }: { onClose: () => void }) {
  const { t } = useLingui();
  const ask = useAskForSupport();
  const [workspace, setWorkspace] = useState('');
  const [reason, setReason] = useState('');
  const [level, setLevel] = useState<SupportLevel>('read');
  const [hours, setHours] = useState('4');
  const hourOptions = useHourOptions(Number(hours));
  const [asked, setAsked] = useState(false);
  const tooShort = reason.trim().length < 5;
  const noName = nameIn(workspace) === '';
  const send = (): void => {
    setAsked(true);
    if (tooShort || noName) return;
    ask.mutate(
      { workspace: nameIn(workspace), reason: reason.trim(), level, hours: Number(hours) },
      {
        onSuccess: () => {
          notify({ tone: 'good', title: t`Asked`, description: t`The owners got a mail. You get one with the answer.` });
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
      title={t`Ask to be let in`}
      description={t`The owners of the workspace get a mail with your name and your reason. Nothing opens before one of them says yes.`}
      action={
        <Button variant="primary" loading={ask.isPending} onClick={send}>
          <Trans>Ask</Trans>
        </Button>
      }
    >
      <div className="flex flex-col gap-4">
        <ErrorBanner error={ask.error} />
        <Field
          label={t`Workspace`}
          hint={t`Its name in the address, the part behind /w/. Whoever asked you for help can tell you.`}
          error={asked && noName ? t`Say which workspace.` : undefined}
        >
          <Input value={workspace} onValueChange={setWorkspace} spellCheck={false} autoCapitalize="none" />
        </Field>
        <Field label={t`Why`} error={asked && tooShort ? t`Say in a few words what you want to look at.` : undefined}>
          <Textarea value={reason} onChange={(event) => setReason(event.target.value)} rows={2} maxLength={500} />
        </Field>
        <LevelChoice value={level} onValueChange={setLevel} />
        <Field label={t`For how long`} hint={t`The workspace may decide otherwise.`}>
          <Select value={hours} onValueChange={setHours} options={hourOptions} />
        </Field>
      </div>
    </Dialog>
  );
}
