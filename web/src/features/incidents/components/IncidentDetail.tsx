import type { Incident } from '@kabar/contract';
import { plural } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { Banner } from '#ui/Banner.tsx';
import { Button } from '#ui/Button.tsx';
import { ConfirmDialog } from '#ui/ConfirmDialog.tsx';
import { notify } from '#ui/toasts.ts';
import { useIncidentAction, useIncidentSource } from '../api/queries.ts';
import { AffectedCard } from './AffectedCard.tsx';
import { ClockList } from './ClockList.tsx';
import { CloseCard } from './CloseCard.tsx';
import { DraftCard } from './DraftCard.tsx';
import { FactsForm } from './FactsForm.tsx';
import { TellDialog } from './TellDialog.tsx';
import { TimeLeft } from './TimeLeft.tsx';
import { TimelineCard } from './TimelineCard.tsx';
import { useIncidentWords } from './use-incident-words.ts';

/** One incident: the next step on top, then the clocks, then everything else in the order it is needed. */
export function IncidentDetail({ incident }: { incident: Incident }) {
  const { mayWrite, own, all } = useIncidentSource();
  const readOnly = !mayWrite || incident.status === 'closed';
  return (
    <>
      <NextStep incident={incident} readOnly={readOnly} />
      <ClockList incident={incident} />
      <AffectedCard incident={incident} readOnly={readOnly} />
      <FactsForm incident={incident} readOnly={readOnly} />
      <DraftCard incident={incident} />
      {readOnly || incident.affected === null ? null : own === null && all !== null ? <TellWorkspaces incident={incident} /> : null}
      <TimelineCard incident={incident} readOnly={readOnly} />
      <CloseCard key={incident.status} incident={incident} mayWrite={mayWrite} />
    </>
  );
}

function NextStep({ incident, readOnly }: { incident: Incident; readOnly: boolean }) {
  const { t } = useLingui();
  const words = useIncidentWords();
  const { own } = useIncidentSource();
  const [telling, setTelling] = useState(false);
  const late = incident.clocks.filter(({ state }) => state === 'late').length;
  const next = incident.clocks.find(({ state }) => state === 'running');
  const tone = incident.status === 'closed' ? 'good' : late > 0 ? 'bad' : 'warn';
  return (
    <>
      <Banner
        tone={tone}
        title={words.steps[incident.next_step]}
        action={
          !readOnly &&
          own !== null &&
          incident.affected !== null &&
          incident.affected.contact_count + incident.affected.member_count > 0 ? (
            <Button size="sm" onClick={() => setTelling(true)}>
              <Trans>Tell the people…</Trans>
            </Button>
          ) : undefined
        }
      >
        {late > 0 && incident.status === 'open' ? (
          <p>{t`${plural(late, { one: '# duty is late.', other: '# duties are late.' })}`}</p>
        ) : null}
        {next?.due_at && incident.status === 'open' ? (
          <p>
            {words.party(next)}: <TimeLeft dueAt={next.due_at} />
          </p>
        ) : null}
      </Banner>
      {telling ? <TellDialog incident={incident} onClose={() => setTelling(false)} /> : null}
    </>
  );
}

function TellWorkspaces({ incident }: { incident: Incident }) {
  const { t } = useLingui();
  const [asking, setAsking] = useState(false);
  const tell = useIncidentAction(async (source) => {
    if (source.all === null) throw new Error('only the installation tells workspaces');
    return source.all.tellWorkspaces(incident.id);
  });
  const count = incident.affected?.workspace_count ?? 0;
  return (
    <div className="flex flex-wrap items-center justify-between gap-3 rounded-card border border-line bg-surface-1 px-4 py-3 sm:px-5">
      <p className="min-w-0 flex-1 basis-60 text-14 text-normal">
        <Trans>
          Each workspace concerned gets an incident of its own with its own people, and those who decide about privacy there a mail.
        </Trans>
      </p>
      <Button variant="primary" disabled={count === 0} onClick={() => setAsking(true)}>
        <Trans>Tell the workspaces…</Trans>
      </Button>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        tone="normal"
        title={t`Tell ${plural(count, { one: '# workspace', other: '# workspaces' })}?`}
        confirmLabel={t`Tell them`}
        pending={tell.isPending}
        error={tell.isError ? t`It did not work. Write what happened first, and look who is concerned.` : undefined}
        onConfirm={() =>
          tell.mutate(undefined, {
            onSuccess: ({ told_count }) => {
              setAsking(false);
              notify({ title: t`${plural(told_count, { one: '# workspace was told', other: '# workspaces were told' })}` });
            },
          })
        }
      >
        <Trans>Who was told before is left alone.</Trans>
      </ConfirmDialog>
    </div>
  );
}
