import type { MessageStory } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { useRef, useState } from 'react';
import { usePermission } from '#features/session';
import { useFormat } from '#lib/use-format.ts';
import { useServerWords } from '#lib/use-server-words.ts';
import { Badge } from '#ui/Badge.tsx';
import { Banner } from '#ui/Banner.tsx';
import { Button } from '#ui/Button.tsx';
import { ConfirmDialog } from '#ui/ConfirmDialog.tsx';
import { CopyField } from '#ui/CopyField.tsx';
import { Sheet } from '#ui/Dialog.tsx';
import { ErrorBanner } from '#ui/ErrorBanner.tsx';
import { ErrorState } from '#ui/ErrorState.tsx';
import { RowSkeletons } from '#ui/Skeleton.tsx';
import { useDecide, type Decision } from '../api/mutations.ts';
import { useStory } from '../api/queries.ts';
import { statusTone, statusWords } from '../fns/status-words.ts';
import { storySteps } from '../fns/story-steps.ts';
import { StatusIcon } from './StatusIcon.tsx';

const badgeTones = { quiet: 'good', warn: 'warn', bad: 'bad', muted: 'neutral' } as const;

function Decisions({ story }: { story: MessageStory }) {
  const { t } = useLingui();
  const maySend = usePermission('messages:send');
  const mayResolve = usePermission('messages:resolve');
  const decide = useDecide(story.id);
  const [asking, setAsking] = useState(false);
  const pending = (decision: Decision): boolean => decide.isPending && decide.variables === decision;
  const canCancel = maySend && (story.status === 'queued' || story.status === 'held');
  if (story.status === 'unknown' && !mayResolve) {
    return (
      <p className="text-13 text-weak">
        <Trans>A manager or an admin decides what becomes of this message.</Trans>
      </p>
    );
  }
  if (!canCancel && story.status !== 'unknown') return null;
  return (
    <div className="flex flex-col gap-2">
      <ErrorBanner error={decide.error} />
      <div className="flex flex-wrap gap-2">
        {canCancel ? (
          <Button variant="dangerQuiet" loading={pending('cancel')} onClick={() => decide.mutate('cancel')}>
            <Trans>Cancel the message</Trans>
          </Button>
        ) : null}
        {story.status === 'unknown' ? (
          <>
            <Button loading={pending('mark_sent')} onClick={() => decide.mutate('mark_sent')}>
              <Trans>It arrived</Trans>
            </Button>
            <Button loading={pending('resend')} onClick={() => setAsking(true)}>
              <Trans>Send again</Trans>
            </Button>
            <Button variant="dangerQuiet" loading={pending('give_up')} onClick={() => decide.mutate('give_up')}>
              <Trans>Give up</Trans>
            </Button>
          </>
        ) : null}
      </div>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        tone="normal"
        title={t`Send this message again?`}
        confirmLabel={t`Send again`}
        onConfirm={() => {
          setAsking(false);
          decide.mutate('resend');
        }}
      >
        <Trans>If the first one did arrive, the customer gets it twice.</Trans>
      </ConfirmDialog>
    </div>
  );
}

function Attempts({ story }: { story: MessageStory }) {
  const { t } = useLingui();
  const format = useFormat();
  const words = {
    accepted: t`Accepted by WhatsApp`,
    refused: t`Refused by WhatsApp`,
    retry: t`Did not work, tried again later`,
    unknown: t`No clear answer`,
    in_progress: t`Under way`,
  };
  if (story.attempts.length === 0) return null;
  return (
    <section>
      <h3 className="mb-1.5 text-13 font-semibold text-strong">
        <Trans>Attempts</Trans>
      </h3>
      <ol className="flex flex-col gap-2">
        {story.attempts.map((attempt) => (
          <li key={attempt.number} className="flex gap-3 text-13">
            <span className="w-4 shrink-0 text-right text-weak tabular-nums">{attempt.number}</span>
            <div className="min-w-0">
              <p className="text-strong">{words[attempt.outcome]}</p>
              <p className="text-12 text-weak tabular-nums">
                {format.dateTime(attempt.started_at)}
                {attempt.http_status === null ? null : ` · HTTP ${attempt.http_status}`}
              </p>
              {attempt.error_title ? (
                <p className="text-12 wrap-anywhere text-bad">
                  {attempt.error_title}
                  {attempt.error_code === null ? null : ` (${attempt.error_code})`}
                </p>
              ) : null}
            </div>
          </li>
        ))}
      </ol>
    </section>
  );
}

function Story({ story }: { story: MessageStory }) {
  const { t, i18n } = useLingui();
  const format = useFormat();
  const say = useServerWords();
  const { reason } = story;
  const who = {
    contact: t`The customer`,
    member: t`A member`,
    api_key: t`A program with an API key`,
    phone: t`The WhatsApp Business app`,
    system: t`Kabar`,
  }[story.author.kind];
  const category =
    story.category &&
    { service: t`Service`, utility: t`Service template`, authentication: t`Code`, marketing: t`Marketing` }[story.category];
  return (
    <div className="flex flex-col gap-5">
      <div className="flex flex-col items-start gap-2">
        <Badge tone={badgeTones[statusTone(story)]} icon={<StatusIcon status={story.status} className="text-current" />}>
          {i18n._(statusWords[story.status])}
        </Badge>
        {reason ? (
          <Banner
            tone={statusTone(story) === 'bad' ? 'bad' : statusTone(story) === 'warn' ? 'warn' : 'info'}
            title={say(reason.title)}
            className="w-full"
          >
            <p>{say(reason.next_step)}</p>
            {reason.meta ? (
              <p className="mt-1 text-12">
                <Trans>WhatsApp says: {reason.meta.title}</Trans> ({reason.meta.code})
                {reason.meta.details ? ` · ${reason.meta.details}` : null}
              </p>
            ) : null}
          </Banner>
        ) : null}
        {story.resent ? (
          <p className="text-13 text-warn">
            <Trans>Sent a second time after an unknown outcome; a second copy may exist.</Trans>
          </p>
        ) : null}
      </div>
      <Decisions story={story} />
      <section>
        <h3 className="mb-1.5 text-13 font-semibold text-strong">
          <Trans>What happened</Trans>
        </h3>
        <ol className="flex flex-col">
          {storySteps(story).map((step, index, steps) => (
            <li key={step.key} className="relative flex gap-3 pb-3 last:pb-0">
              {index < steps.length - 1 ? <span aria-hidden className="absolute top-4 bottom-0 left-1.25 w-px bg-line" /> : null}
              <span aria-hidden className="mt-1.25 size-2.75 shrink-0 rounded-full border-2 border-accent bg-popup" />
              <span className="min-w-0 flex-1 text-13 text-strong">{i18n._(step.label)}</span>
              <time dateTime={step.at} className="shrink-0 text-12 leading-5 text-weak tabular-nums">
                {format.dateTime(step.at)}
              </time>
            </li>
          ))}
        </ol>
      </section>
      <Attempts story={story} />
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 text-13">
        <dt className="text-weak">
          <Trans>Written by</Trans>
        </dt>
        <dd dir="auto" className="text-right wrap-anywhere text-strong">
          {story.author.name ?? who}
        </dd>
        {category ? (
          <>
            <dt className="text-weak">
              <Trans>Category</Trans>
            </dt>
            <dd className="text-right text-strong">{category}</dd>
          </>
        ) : null}
      </dl>
      <section className="flex flex-col gap-3">
        <CopyField label={t`Message id`} value={story.id} />
        {story.wamid ? <CopyField label={t`Id at WhatsApp`} value={story.wamid} /> : null}
      </section>
    </div>
  );
}

/** The whole story of a message: how it stands and why, what happened when, and what can be decided. */
export function StorySheet({ messageId, onClose }: { messageId: string; onClose: () => void }) {
  const { t } = useLingui();
  const topRef = useRef<HTMLDivElement>(null);
  const query = useStory(messageId);
  return (
    <Sheet open onOpenChange={(open) => (open ? undefined : onClose())} title={t`Message details`} initialFocus={topRef}>
      <div ref={topRef} tabIndex={-1} className="outline-none">
        {query.data ? (
          <Story story={query.data} />
        ) : query.error ? (
          <ErrorState error={query.error} onRetry={() => void query.refetch()} />
        ) : (
          <RowSkeletons label={t`Loading the details`} rows={4} />
        )}
      </div>
    </Sheet>
  );
}
