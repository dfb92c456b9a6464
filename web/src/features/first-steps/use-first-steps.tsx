import { Trans, useLingui } from '@lingui/react/macro';
import { ExternalLink, Inbox, KeyRound, MessageSquareReply, Plug, Smartphone, Terminal } from 'lucide-react';
import type { ReactNode } from 'react';
import { sendCurl, useApiKeys } from '#features/api-keys';
import { useNumbers } from '#features/numbers';
import { useWorkspace } from '#features/session';
import { useStored } from '#lib/stored.ts';
import { Button } from '#ui/Button.tsx';
import { ButtonAnchor, ButtonLink } from '#ui/ButtonLink.tsx';
import type { ChecklistStep } from '#ui/Checklist.tsx';
import { CodeBlock } from '#ui/CodeBlock.tsx';
import { useTraffic } from './api/queries.ts';
import { StepContent } from './components/StepContent.tsx';
import { stepIds, stepsDone, type StepId } from './fns/steps.ts';

function PhoneLink({ onOpen }: { onOpen: () => void }) {
  return (
    <ButtonAnchor
      variant="primary"
      icon={<ExternalLink aria-hidden />}

      href="/phone"
      target="_blank"
      rel="noreferrer"
      onClick={onOpen}
    >
      <Trans>Open the phone</Trans>
    </ButtonAnchor>
  );
}

/** The steps with their state and content, and how loading went. */
export function useFirstSteps(): { steps: ChecklistStep[]; pending: boolean; error: Error | null; retry: () => void } {
  const { t } = useLingui();
  const { workspace } = useWorkspace();
  const slug = workspace.slug;
  const numbers = useNumbers();
  const apiKeys = useApiKeys();
  const traffic = useTraffic((seen) => seen.received && seen.answered && seen.sentByApi);
  const [phoneOpened, setPhoneOpened] = useStored(`phone-opened.${workspace.id}`, 'no');
  const usable = numbers.data?.filter((candidate) => candidate.status !== 'disconnected');
  // Whoever has the emulator tries with it first.
  const number = usable?.find((candidate) => candidate.provider === 'emulator') ?? usable?.[0];
  const isEmulator = number?.provider === 'emulator';
  const customerPhone = traffic.data?.conversation?.contact.phone;
  const done = stepsDone({
    hasNumber: number !== undefined,
    phoneOpened: phoneOpened === 'yes',
    received: traffic.data?.received ?? false,
    answered: traffic.data?.answered ?? false,
    hasKey: apiKeys.data?.some((apiKey) => apiKey.status === 'active') ?? false,
    sentByApi: traffic.data?.sentByApi ?? false,
  });

  const titles: Record<StepId, ReactNode> = {
    connect: <Trans>Connect a number</Trans>,
    phone: isEmulator || !number ? <Trans>Open the simulated phone</Trans> : <Trans>Take a phone with WhatsApp</Trans>,
    receive: <Trans>Receive a message</Trans>,
    answer: <Trans>Answer it</Trans>,
    key: <Trans>Create an API key</Trans>,
    send: <Trans>Send a message by API</Trans>,
  };
  const openPhone = <PhoneLink onOpen={() => setPhoneOpened('yes')} />;
  const contents: Record<StepId, ReactNode> = {
    connect: (
      <StepContent
        picture={<Plug />}
        action={
          <ButtonLink variant="primary" to="/w/$slug/numbers" params={{ slug }} search={{ connect: true }}>
            <Trans>Connect a number</Trans>
          </ButtonLink>
        }
      >
        <Trans>The emulator takes one click and no account; it behaves like WhatsApp. Your own number can follow at any time.</Trans>
      </StepContent>
    ),
    phone: (
      <StepContent
        picture={<Smartphone />}
        action={
          isEmulator ? (
            openPhone
          ) : (
            <Button variant="primary" onClick={() => setPhoneOpened('yes')}>
              <Trans>I have one here</Trans>
            </Button>
          )
        }
      >
        {isEmulator ? (
          <Trans>It opens in a window of its own and shows WhatsApp as a customer sees it. Put it beside this page.</Trans>
        ) : (
          <Trans>Any phone with WhatsApp will do, as long as it is not the connected number itself.</Trans>
        )}
      </StepContent>
    ),
    receive: (
      <StepContent picture={<Inbox />} action={isEmulator ? openPhone : null}>
        <Trans>Write “Hello” on the phone to the number that you connected. It appears in the inbox in a blink.</Trans>
      </StepContent>
    ),
    answer: (
      <StepContent
        picture={<MessageSquareReply />}
        action={
          <ButtonLink variant="primary" to="/w/$slug/inbox" params={{ slug }}>
            <Trans>To the inbox</Trans>
          </ButtonLink>
        }
      >
        <Trans>Open the conversation and write back. The ticks tell when it was sent, delivered and read.</Trans>
      </StepContent>
    ),
    key: (
      <StepContent
        picture={<KeyRound />}
        action={
          <ButtonLink variant="primary" to="/w/$slug/developers/api-keys" params={{ slug }} search={{ create: true }}>
            <Trans>Create an API key</Trans>
          </ButtonLink>
        }
      >
        <Trans>Programs sign in with a key. It is shown once, so keep it at hand for the next step.</Trans>
      </StepContent>
    ),
    send: (
      <StepContent
        picture={<Terminal />}
        action={
          <div className="w-full">
            <CodeBlock
              label={t`In a terminal`}
              code={sendCurl({
                origin: location.origin,
                apiKey: 'kabar_live_…',
                numberId: number?.id ?? 'num_…',
                to: customerPhone ?? '+62…',
              })}
            />
          </div>
        }
      >
        <Trans>Put your key in place of “kabar_live_…” and run this. The message appears on the phone and in the inbox.</Trans>
      </StepContent>
    ),
  };
  const failed = [numbers, apiKeys, traffic].find((query) => query.isError && query.data === undefined);
  return {
    steps: stepIds.map((id) => ({ id, title: titles[id], done: done[id], content: contents[id] })),
    pending: numbers.isPending || traffic.isPending || (apiKeys.isPending && apiKeys.isEnabled),
    error: failed?.error ?? null,
    retry: () => {
      for (const query of [numbers, apiKeys, traffic]) if (query.isError) void query.refetch();
    },
  };
}
