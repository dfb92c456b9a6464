import type { Erasure, ErasurePlan } from '@kabar/contract';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { useFormat } from '#lib/use-format.ts';
import { Banner } from '#ui/Banner.tsx';
import { Button } from '#ui/Button.tsx';
import { Dialog } from '#ui/Dialog.tsx';
import { ErrorBanner } from '#ui/ErrorBanner.tsx';
import { ErrorState } from '#ui/ErrorState.tsx';
import { Field } from '#ui/Field.tsx';
import { Select } from '#ui/Select.tsx';
import { RowSkeletons } from '#ui/Skeleton.tsx';
import { useErase, useErasure, useErasurePlan } from '../api/queries.ts';
import { useErasureWords, type ChosenReason } from '../fns/use-erasure-words.ts';
import { ErasedList, KeptList } from './ErasureLists.tsx';
import { ErasureState } from './ErasureState.tsx';

type Wait = '0' | '60' | '1440' | '10080';

/** Erases a person: what goes and stays, why, how long it can be taken back; then how it goes on, and the receipt. */
export function EraseDialog({ contactId, name, onClose }: { contactId: string; name: string | null; onClose: () => void }) {
  const { t } = useLingui();
  const [orderedId, setOrderedId] = useState<string | null>(null);
  const plan = useErasurePlan(contactId, orderedId === null);
  const erase = useErase(contactId);
  const id = orderedId ?? plan.data?.erasure_id ?? null;
  const erasure = useErasure(id);
  const [reason, setReason] = useState<ChosenReason | null>(null);
  const [wait, setWait] = useState<Wait>('60');
  const who = name ?? t`this contact`;

  async function order(): Promise<void> {
    if (reason === null) return;
    const ordered = await erase.mutateAsync({ reason, wait_minutes: Number(wait) }).catch(() => null); // shown by ErrorBanner
    if (ordered !== null) setOrderedId(ordered.id);
  }

  const isOrdered = erasure.data !== undefined;
  return (
    <Dialog
      open
      keepOpen
      size="lg"
      onOpenChange={onClose}
      title={t`Erase ${who}`}
      description={
        isOrdered ? undefined : t`Everything about them goes, here and in every backup. What you see below was counted just now.`
      }
      footer={
        isOrdered ? (
          <Button onClick={onClose}>
            <Trans>Close</Trans>
          </Button>
        ) : (
          <>
            <Button onClick={onClose}>
              <Trans>Cancel</Trans>
            </Button>
            <Button
              variant="danger"
              loading={erase.isPending}
              disabled={plan.data === undefined || reason === null}
              onClick={() => void order()}
            >
              {plan.data === undefined ? (
                <Trans>Erase</Trans>
              ) : (
                <Plural
                  value={plan.data.messages}
                  _0="Erase this contact"
                  one="Erase this contact and # message"
                  other="Erase this contact and # messages"
                />
              )}
            </Button>
          </>
        )
      }
    >
      {erasure.data ? (
        <Ordered erasure={erasure.data} />
      ) : plan.data ? (
        <div className="flex flex-col gap-4">
          <ErrorBanner error={erase.error} />
          <PlanView plan={plan.data} />
          <div className="grid gap-4 sm:grid-cols-2">
            <Reason value={reason} onChange={setReason} />
            <Field label={t`Can be taken back for`} hint={t`Then there is no way back.`}>
              <Select<Wait>
                value={wait}
                onValueChange={setWait}
                options={[
                  { value: '60', label: t`1 hour` },
                  { value: '1440', label: t`1 day` },
                  { value: '10080', label: t`7 days` },
                  { value: '0', label: t`Not at all, erase now` },
                ]}
              />
            </Field>
          </div>
        </div>
      ) : plan.error ? (
        <ErrorState error={plan.error} onRetry={() => void plan.refetch()} />
      ) : (
        <RowSkeletons label={t`Counting what there is`} rows={6} />
      )}
    </Dialog>
  );
}

function Reason({ value, onChange }: { value: ChosenReason | null; onChange: (reason: ChosenReason) => void }) {
  const { t } = useLingui();
  const words = useErasureWords();
  return (
    <Field label={t`Why`} hint={t`Stays in the proof, without their name.`}>
      <Select<ChosenReason> value={value} onValueChange={onChange} placeholder={t`Choose a reason`} options={words.reasons} />
    </Field>
  );
}

function PlanView({ plan }: { plan: ErasurePlan }) {
  const { t } = useLingui();
  const format = useFormat();
  const { messages, files, notes, conversations } = plan;
  const bytes = format.bytes(plan.file_bytes);
  return (
    <>
      {plan.held_by.length > 0 ? (
        <Banner tone="warn" title={<Trans>A legal hold keeps this person’s data</Trans>}>
          <Trans>The erasure waits until the hold is lifted, and then goes on by itself.</Trans>
        </Banner>
      ) : null}
      <p className="text-14 text-normal">
        <Plural value={messages} one="# message" other="# messages" />
        {' · '}
        <Plural value={conversations} one="# conversation" other="# conversations" />
        {' · '}
        <Plural value={notes} one="# note" other="# notes" />
        {' · '}
        <Plural value={files} one="# file" other="# files" />
        {files > 0 ? ` (${bytes})` : ''}
        {plan.merged_contact_ids.length > 0 ? (
          <>
            {' · '}
            <Plural value={plan.merged_contact_ids.length} one="# merged contact" other="# merged contacts" />
          </>
        ) : null}
      </p>
      <div className="grid gap-4 sm:grid-cols-2">
        <section className="min-w-0">
          <h3 className="text-13 font-semibold text-strong">
            <Trans>Goes</Trans>
          </h3>
          <div className="max-h-56 overflow-y-auto rounded-card" tabIndex={0} role="group" aria-label={t`Goes`}>
            <ErasedList items={plan.goes} />
          </div>
        </section>
        <section className="min-w-0">
          <h3 className="text-13 font-semibold text-strong">
            <Trans>Stays, and why</Trans>
          </h3>
          <div className="max-h-56 overflow-y-auto rounded-card" tabIndex={0} role="group" aria-label={t`Stays, and why`}>
            <KeptList items={plan.stays} />
          </div>
        </section>
      </div>
    </>
  );
}

function Ordered({ erasure }: { erasure: Erasure }) {
  const { t } = useLingui();
  return (
    <div className="flex flex-col gap-4">
      <ErasureState erasure={erasure} />
      {erasure.status === 'done' ? (
        // The window scrolls on a phone, so something in it has to take the focus.
        <div className="grid gap-4 rounded-card sm:grid-cols-2" tabIndex={0} role="group" aria-label={t`Receipt`}>
          <section className="min-w-0">
            <h3 className="text-13 font-semibold text-strong">
              <Trans>Went</Trans>
            </h3>
            <ErasedList items={erasure.erased} />
          </section>
          <section className="min-w-0">
            <h3 className="text-13 font-semibold text-strong">
              <Trans>Stays, and why</Trans>
            </h3>
            <KeptList items={erasure.kept} />
          </section>
        </div>
      ) : null}
    </div>
  );
}
