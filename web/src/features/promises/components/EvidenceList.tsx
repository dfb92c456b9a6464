import type { Evidence } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { ExternalLink, FileCheck2, Plus } from 'lucide-react';
import { useState } from 'react';
import { errorSentence } from '#lib/present-error.ts';
import { useFormat } from '#lib/use-format.ts';
import { Badge } from '#ui/Badge.tsx';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { ConfirmDialog } from '#ui/ConfirmDialog.tsx';
import { EmptyState } from '#ui/EmptyState.tsx';
import { ErrorState } from '#ui/ErrorState.tsx';
import { Skeleton, SkeletonGroup } from '#ui/Skeleton.tsx';
import { useEvidence, useRemoveEvidence, type PromiseSource } from '../api/source.ts';
import { usePromiseWords } from '../fns/use-promise-words.ts';
import { EvidenceDialog } from './EvidenceDialog.tsx';

/** Dated records: audits, training, certificates, agreements. */
export function EvidenceList({ source }: { source: PromiseSource }) {
  const { t, i18n } = useLingui();
  const { kinds } = usePromiseWords();
  const format = useFormat();
  const list = useEvidence(source);
  const remove = useRemoveEvidence(source);
  const [editing, setEditing] = useState<Evidence | 'new' | null>(null);
  const [removing, setRemoving] = useState<Evidence | null>(null);
  const states = {
    current: { name: t`In date`, tone: 'good' },
    due: { name: t`Runs out soon`, tone: 'warn' },
    expired: { name: t`Has run out`, tone: 'bad' },
  } as const;
  const add = source.mayChange ? (
    <Button variant="primary" icon={<Plus />} onClick={() => setEditing('new')}>
      <Trans>Add evidence</Trans>
    </Button>
  ) : undefined;
  const mine = (one: Evidence): boolean => source.mayChange && one.belongs_to === source.kind;
  return (
    <div className="flex flex-col gap-4">
      {list.isPending ? (
        <SkeletonGroup label={t`Loading evidence`}>
          <Skeleton className="h-40 w-full" />
        </SkeletonGroup>
      ) : !list.data ? (
        <Card flush>
          <ErrorState error={list.error} onRetry={() => void list.refetch()} />
        </Card>
      ) : list.data.length === 0 ? (
        <Card flush>
          <EmptyState picture={<FileCheck2 />} title={<Trans>No evidence yet</Trans>} action={add}>
            <Trans>
              Some promises only people can keep: audits, training, certificates. Add a dated record, and the sentence may stand in your
              notice until its last day.
            </Trans>
          </EmptyState>
        </Card>
      ) : (
        <>
          <div className="flex justify-end">{add}</div>
          <Card flush>
            <ul className="divide-y divide-line">
              {list.data.map((one) => (
                <li key={one.id} className="flex flex-wrap items-start gap-x-4 gap-y-2 px-4 py-3 sm:px-5">
                  <div className="flex min-w-60 flex-1 flex-col gap-0.5">
                    <span className="text-14 font-medium wrap-anywhere text-strong">{one.title}</span>
                    <span className="text-13 wrap-anywhere text-normal">
                      {kinds[one.kind].name} · <Trans>looked after by {one.owner}</Trans>
                      {one.belongs_to === 'installation' && source.kind === 'workspace' ? (
                        <>
                          {' · '}
                          <Trans>kept by whoever runs the installation</Trans>
                        </>
                      ) : null}
                    </span>
                    <span className="text-12 text-weak">
                      <Trans>
                        From {format.date(one.issued_on)} to {format.date(one.expires_on)}
                      </Trans>
                    </span>
                    {one.link ? (
                      <a
                        href={one.link}
                        target="_blank"
                        rel="noopener noreferrer"
                        className="inline-flex items-center gap-1 text-13 text-accent-text wrap-anywhere"
                      >
                        <ExternalLink aria-hidden className="size-3.5 shrink-0" />
                        <Trans>Open the document</Trans>
                      </a>
                    ) : (
                      <span className="text-12 wrap-anywhere text-weak">{one.reference}</span>
                    )}
                  </div>
                  <Badge tone={states[one.state].tone} dot>
                    {states[one.state].name}
                  </Badge>
                  {mine(one) ? (
                    <div className="flex gap-1">
                      <Button size="sm" onClick={() => setEditing(one)}>
                        <Trans>Change</Trans>
                      </Button>
                      <Button size="sm" variant="ghost" onClick={() => setRemoving(one)}>
                        <Trans>Remove</Trans>
                      </Button>
                    </div>
                  ) : null}
                </li>
              ))}
            </ul>
          </Card>
        </>
      )}
      {editing === null ? null : (
        <EvidenceDialog source={source} evidence={editing === 'new' ? null : editing} onClose={() => setEditing(null)} />
      )}
      {removing === null ? null : (
        <ConfirmDialog
          open
          onOpenChange={() => setRemoving(null)}
          title={t`Remove “${removing.title}”?`}
          confirmLabel={<Trans>Remove</Trans>}
          pending={remove.isPending}
          error={remove.isError ? errorSentence(remove.error, i18n) : undefined}
          onConfirm={() => remove.mutate(removing.id, { onSuccess: () => setRemoving(null) })}
        >
          <Trans>Sentences that rest on it leave your notice at once.</Trans>
        </ConfirmDialog>
      )}
    </div>
  );
}
