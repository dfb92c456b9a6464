import type { ConnectNumberResponse } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { useNavigate } from '@tanstack/react-router';
import { ChevronLeft, FlaskConical, Smartphone } from 'lucide-react';
import { useId, useState, type ReactNode } from 'react';
import { Button } from '#ui/Button.tsx';
import { Dialog } from '#ui/Dialog.tsx';
import { ErrorBanner } from '#ui/ErrorBanner.tsx';
import { Spinner } from '#ui/Spinner.tsx';
import { useConnectNumber } from '../api/mutations.ts';
import { CloudForm } from './CloudForm.tsx';
import { ConnectedOnce } from './ConnectedOnce.tsx';

function WayButton(props: { icon: ReactNode; title: ReactNode; text: ReactNode; busy?: boolean; onClick: () => void }) {
  return (
    <button
      type="button"
      disabled={props.busy}
      onClick={props.onClick}
      className="flex w-full items-start gap-3.5 rounded-card border border-line p-4 text-left transition-colors hover:border-accent hover:bg-accent-soft"
    >
      <span
        aria-hidden
        className="flex size-10 shrink-0 items-center justify-center rounded-full bg-accent-soft text-accent-text [&_svg]:size-5"
      >
        {props.busy ? <Spinner /> : props.icon}
      </span>
      <span className="flex flex-col">
        <span className="font-semibold text-strong">{props.title}</span>
        <span className="text-13 text-weak">{props.text}</span>
      </span>
    </button>
  );
}

/** Connects a number: first which kind, then the details, then what is shown once. */
export function ConnectDialog({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const { t } = useLingui();
  const navigate = useNavigate({ from: '/w/$slug' });
  const formId = useId();
  const connect = useConnectNumber();
  const [way, setWay] = useState<'choose' | 'cloud'>('choose');
  const [connected, setConnected] = useState<ConnectNumberResponse | null>(null);

  function close(): void {
    onOpenChange(false);
    const numberId = connected?.number.id;
    if (numberId) void navigate({ to: '/w/$slug/numbers/$numberId', params: (previous) => ({ ...previous, numberId }) });
  }

  function show(answer: ConnectNumberResponse): void {
    setConnected(answer);
  }

  if (connected) {
    return (
      <Dialog
        open={open}
        keepOpen
        onOpenChange={close}
        title={t`The number is connected`}
        footer={
          <Button variant="primary" onClick={close}>
            <Trans>Done</Trans>
          </Button>
        }
      >
        <ConnectedOnce answer={connected} />
      </Dialog>
    );
  }

  return (
    <Dialog
      open={open}
      keepOpen={way === 'cloud'}
      onOpenChange={onOpenChange}
      title={way === 'cloud' ? t`Connect a WhatsApp number` : t`Connect a number`}
      description={way === 'cloud' ? t`Meta is asked before anything is saved.` : undefined}
      footer={
        way === 'cloud' ? (
          <>
            <Button
              icon={<ChevronLeft aria-hidden />}
              className="sm:mr-auto"
              variant="ghost"
              onClick={() => {
                connect.reset();
                setWay('choose');
              }}
            >
              <Trans>Back</Trans>
            </Button>
            <Button variant="primary" type="submit" form={formId} loading={connect.isPending}>
              <Trans>Check and connect</Trans>
            </Button>
          </>
        ) : undefined
      }
    >
      {way === 'cloud' ? (
        <CloudForm
          id={formId}
          error={connect.error}
          onSubmit={(details, showIssues) => connect.mutate(details, { onSuccess: show, onError: showIssues })}
        />
      ) : (
        <div className="flex flex-col gap-3">
          <ErrorBanner error={connect.error} />
          <WayButton
            icon={<FlaskConical />}
            title={<Trans>Try it with the emulator</Trans>}
            text={<Trans>One click. A simulated WhatsApp with simulated customers on this machine; no account at Meta, no cost.</Trans>}
            busy={connect.isPending}
            onClick={() => connect.mutate(null, { onSuccess: show })}
          />
          <WayButton
            icon={<Smartphone />}
            title={<Trans>Connect a WhatsApp number</Trans>}
            text={<Trans>A number of the WhatsApp Business Platform (Cloud API). You need four details from Meta’s pages.</Trans>}
            onClick={() => {
              connect.reset();
              setWay('cloud');
            }}
          />
        </div>
      )}
    </Dialog>
  );
}
