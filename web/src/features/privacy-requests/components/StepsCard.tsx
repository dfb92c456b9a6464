import type { PrivacyRequest, PrivacyTask } from '@kabar/contract';
import { plural } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { Check, CircleAlert, CircleDashed, Hand, LoaderCircle, Minus, type LucideIcon } from 'lucide-react';
import { cn } from '#lib/cn.ts';
import { useFormat } from '#lib/use-format.ts';
import { Card } from '#ui/Card.tsx';
import { Progress } from '#ui/Progress.tsx';
import { useRequestWords } from './use-request-words.ts';

const icons: Record<PrivacyTask['state'], LucideIcon> = {
  waiting: CircleDashed,
  running: LoaderCircle,
  done: Check,
  failed: CircleAlert,
  skipped: Minus,
};

/** What is done for a request, step by step, with what is gone and what is kept. */
export function StepsCard({ request }: { request: PrivacyRequest }) {
  const { t } = useLingui();
  const { tasks, progress } = request;
  if (tasks.length === 0) return null;
  return (
    <Card title={<Trans>Steps</Trans>}>
      <div className="flex flex-col gap-4">
        {request.closed_at === null ? <Progress label={t`Steps done`} done={progress.done} total={progress.total} /> : null}
        <ol className="flex flex-col gap-3">
          {tasks.map((task) => (
            <StepLine key={task.key} task={task} />
          ))}
        </ol>
      </div>
    </Card>
  );
}

function StepLine({ task }: { task: PrivacyTask }) {
  const { t } = useLingui();
  const format = useFormat();
  const words = useRequestWords();
  const Icon = task.manual && task.state === 'waiting' ? Hand : icons[task.state];
  const states: Record<PrivacyTask['state'], string> = {
    waiting: task.manual ? t`waits for somebody` : t`waiting`,
    running: t`running`,
    done: t`done`,
    failed: t`failed`,
    skipped: t`not needed`,
  };
  const said =
    task.error === 'held'
      ? t`a legal hold forbids it`
      : task.error === 'last_owner'
        ? t`a workspace needs another owner first`
        : task.error === 'left'
          ? t`something was left`
          : states[task.state];
  const removed = format.number(task.removed ?? 0);
  return (
    <li className="flex gap-3">
      <Icon
        aria-hidden
        className={cn('mt-0.5 size-4 shrink-0', {
          'text-good': task.state === 'done',
          'text-bad': task.state === 'failed',
          'motion-safe:animate-spin text-accent-text': task.state === 'running',
          'text-weak': task.state === 'waiting' || task.state === 'skipped',
        })}
      />
      <div className="flex min-w-0 flex-col gap-1 text-14">
        <p className="text-strong">
          {words.step(task.key)} <span className="text-13 text-weak">· {said}</span>
          {task.finished_at === null ? null : <span className="text-13 text-weak"> · {format.dateTime(task.finished_at)}</span>}
        </p>
        {(task.removed ?? 0) > 0 ? (
          <p className="text-13 text-normal">
            {plural(task.removed ?? 0, { one: `${removed} thing erased`, other: `${removed} things erased` })}
          </p>
        ) : null}
        {task.note === null ? null : (
          <p dir="auto" className="text-13 whitespace-pre-wrap text-normal">
            {task.note}
          </p>
        )}
        {task.kept.length > 0 ? (
          <details className="text-13">
            <summary className="cursor-pointer text-weak">
              {task.error === 'left' ? <Trans>What was found</Trans> : <Trans>What is kept, and why</Trans>}
            </summary>
            <ul className="mt-1 flex list-disc flex-col gap-0.5 ps-5 text-normal">
              {task.kept.map((kept) => (
                <li key={kept.what}>
                  {kept.what}: {words.keptBecause(kept.because)}
                  {kept.until === null ? null : <Trans>, until {format.date(kept.until)}</Trans>}
                </li>
              ))}
            </ul>
          </details>
        ) : null}
      </div>
    </li>
  );
}
