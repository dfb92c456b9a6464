import type { RetentionHold } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import { Scale } from 'lucide-react';
import { useState } from 'react';
import { useWorkspace } from '#features/session';
import { errorSentence } from '#lib/present-error.ts';
import { useFormat } from '#lib/use-format.ts';
import { Badge } from '#ui/Badge.tsx';
import { Button } from '#ui/Button.tsx';
import { Dialog } from '#ui/Dialog.tsx';
import { EmptyState } from '#ui/EmptyState.tsx';
import { ErrorState } from '#ui/ErrorState.tsx';
import { Field } from '#ui/Field.tsx';
import { Input } from '#ui/Input.tsx';
import { NextPage } from '#ui/NextPage.tsx';
import { RowSkeletons } from '#ui/Skeleton.tsx';
import { Switch } from '#ui/Switch.tsx';
import { Textarea } from '#ui/Textarea.tsx';
import { notify } from '#ui/toasts.ts';
import { useHolds, useReleaseHold, useUpdateHold } from '../api/queries.ts';
import { useRetentionWords } from '../fns/use-retention-words.ts';
import { HoldDialog } from './HoldDialog.tsx';

/** Holds that are active, or those that were released. */
export function HoldsPanel({ mayChange }: { mayChange: boolean }) {
  const { t } = useLingui();
  const [isReleased, setReleased] = useState(false);
  const [isPutting, setPutting] = useState(false);
  const holds = useHolds(isReleased ? 'released' : 'active');
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <Switch checked={isReleased} onCheckedChange={setReleased} label={<Trans>Show released ones</Trans>} />
        {mayChange ? (
          <Button variant="primary" onClick={() => setPutting(true)}>
            <Trans>Put a hold on data</Trans>
          </Button>
        ) : null}
      </div>
      {holds.isPending ? (
        <RowSkeletons label={t`Loading holds`} rows={3} />
      ) : holds.isError ? (
        <ErrorState error={holds.error} onRetry={() => void holds.refetch()} />
      ) : holds.data.length === 0 ? (
        <EmptyState
          picture={<Scale aria-hidden />}
          title={isReleased ? <Trans>No hold was released</Trans> : <Trans>Nothing is held</Trans>}
        >
          <Trans>A hold keeps data that a dispute or a court may need, even when its time is over or somebody asks to erase it.</Trans>
        </EmptyState>
      ) : (
        <>
          <ul className="divide-y divide-line rounded-card border border-line bg-surface-1">
            {holds.data.map((hold) => (
              <HoldRow key={hold.id} hold={hold} mayChange={mayChange} />
            ))}
          </ul>
          <NextPage query={holds} />
        </>
      )}
      {isPutting ? <HoldDialog open onClose={() => setPutting(false)} /> : null}
    </div>
  );
}

function HoldRow({ hold, mayChange }: { hold: RetentionHold; mayChange: boolean }) {
  const { t } = useLingui();
  const words = useRetentionWords();
  const format = useFormat();
  const { workspace } = useWorkspace();
  const [open, setOpen] = useState<'release' | 'review' | null>(null);
  const owner = hold.owner_name ?? t`a former member`;
  const review = format.date(hold.review_on);
  const scope = [
    ...(hold.classes === null ? [] : [hold.classes.map((cls) => words.kind(cls)).join(', ')]),
    ...(hold.conversation_id === null ? [] : [t`one conversation`]),
    ...(hold.from === null ? [] : [t`from ${format.date(hold.from)}`]),
    ...(hold.until === null ? [] : [t`until before ${format.date(hold.until)}`]),
  ];
  return (
    <li className="flex flex-wrap items-start justify-between gap-3 px-4 py-3">
      <div className="min-w-0 flex-1 basis-60">
        <p className="text-14 font-medium wrap-anywhere text-strong">{hold.reason}</p>
        <p className="text-13 text-normal">
          {hold.contact_id === null ? (
            scope.length === 0 ? (
              <Trans>The whole workspace</Trans>
            ) : null
          ) : (
            <Link
              to="/w/$slug/contacts/$contactId"
              params={{ slug: workspace.slug, contactId: hold.contact_id }}
              className="text-accent-text underline"
            >
              <Trans>One person</Trans>
            </Link>
          )}
          {hold.contact_id !== null && scope.length > 0 ? ' · ' : null}
          {scope.join(' · ')}
        </p>
        <p className="mt-0.5 flex flex-wrap items-center gap-2 text-12 text-weak">
          {hold.released_at === null ? (
            <>
              <span>
                <Trans>
                  {owner} looks at it again on {review}
                </Trans>
              </span>
              {hold.is_review_due ? (
                <Badge tone="warn">
                  <Trans>Look at it now</Trans>
                </Badge>
              ) : null}
            </>
          ) : (
            <span>{t`Released on ${format.date(hold.released_at)}: ${hold.release_reason ?? ''}`}</span>
          )}
        </p>
      </div>
      {mayChange && hold.released_at === null ? (
        <div className="flex gap-2">
          <Button size="sm" onClick={() => setOpen('review')}>
            <Trans>Still needed</Trans>
          </Button>
          <Button size="sm" onClick={() => setOpen('release')}>
            <Trans>Release</Trans>
          </Button>
        </div>
      ) : null}
      {open === 'release' ? <ReleaseDialog hold={hold} onClose={() => setOpen(null)} /> : null}
      {open === 'review' ? <ReviewDialog hold={hold} onClose={() => setOpen(null)} /> : null}
    </li>
  );
}

function ReleaseDialog({ hold, onClose }: { hold: RetentionHold; onClose: () => void }) {
  const { t, i18n } = useLingui();
  const release = useReleaseHold();
  const [reason, setReason] = useState('');
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t`Release this hold?`}
      description={t`What it kept and whose time is over goes with the next sweep, for good.`}
      action={
        <Button
          variant="danger"
          disabled={reason.trim().length < 3}
          loading={release.isPending}
          onClick={() =>
            release.mutate(
              { id: hold.id, reason },
              {
                onSuccess: onClose,
                onError: (error) => notify({ tone: 'bad', title: t`The hold stays`, description: errorSentence(error, i18n) }),
              },
            )
          }
        >
          <Trans>Release the hold</Trans>
        </Button>
      }
    >
      <Field label={t`Why it is not needed any more`}>
        <Textarea rows={2} value={reason} onChange={(event) => setReason(event.target.value)} />
      </Field>
    </Dialog>
  );
}

function ReviewDialog({ hold, onClose }: { hold: RetentionHold; onClose: () => void }) {
  const { t, i18n } = useLingui();
  const update = useUpdateHold();
  const [day, setDay] = useState('');
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t`When should somebody look again?`}
      action={
        <Button
          variant="primary"
          disabled={day === ''}
          loading={update.isPending}
          onClick={() =>
            update.mutate(
              { id: hold.id, change: { review_on: day } },
              {
                onSuccess: onClose,
                onError: (error) => notify({ tone: 'bad', title: t`The day was not changed`, description: errorSentence(error, i18n) }),
              },
            )
          }
        >
          <Trans>Save</Trans>
        </Button>
      }
    >
      <Field label={t`Look at it again on`}>
        <Input type="date" value={day} onChange={(event) => setDay(event.target.value)} />
      </Field>
    </Dialog>
  );
}
