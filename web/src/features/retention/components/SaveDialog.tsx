import type { RetentionPreview } from '@kabar/contract';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { errorSentence } from '#lib/present-error.ts';
import { useFormat } from '#lib/use-format.ts';
import { Banner } from '#ui/Banner.tsx';
import { Button } from '#ui/Button.tsx';
import { Dialog } from '#ui/Dialog.tsx';
import { Spinner } from '#ui/Spinner.tsx';
import { useRetentionWords } from '../fns/use-retention-words.ts';
import { CollisionList, type CollisionListProps } from './CollisionList.tsx';

/** Props of SaveDialog. */
export interface SaveDialogProps {
  open: boolean;
  onClose: () => void;
  preview: RetentionPreview | null;
  error: Error | null;
  onSave: () => void;
  saving: boolean;
  onDrop: NonNullable<CollisionListProps['onDrop']>;
  onSeal: NonNullable<CollisionListProps['onSeal']>;
}

/** What saving a policy would remove, before it is saved. A policy that cannot be true has no button to save it. */
export function SaveDialog({ open, onClose, preview, error, onSave, saving, onDrop, onSeal }: SaveDialogProps) {
  const { t, i18n } = useLingui();
  const words = useRetentionWords();
  const format = useFormat();
  const isPossible = preview !== null && preview.collisions.length === 0;
  const total = preview?.removals.reduce((sum, one) => sum + one.count, 0) ?? 0;
  const people = preview?.removals.find((one) => one.class === 'contact_record')?.count ?? 0;
  return (
    <Dialog
      open={open}
      onOpenChange={onClose}
      title={isPossible ? t`Save these periods?` : t`What these periods mean`}
      footer={
        <>
          <Button onClick={onClose}>{isPossible ? <Trans>Not yet</Trans> : <Trans>Back</Trans>}</Button>
          {isPossible ? (
            <Button variant={total > 0 ? 'danger' : 'primary'} loading={saving} onClick={onSave}>
              {total > 0 ? <Plural value={total} one="Save and remove # row" other="Save and remove # rows" /> : <Trans>Save</Trans>}
            </Button>
          ) : null}
        </>
      }
    >
      <div className="flex flex-col gap-3 text-14" aria-live="polite">
        {error === null ? null : <Banner tone="bad">{errorSentence(error, i18n)}</Banner>}
        {preview === null && error === null ? (
          <p className="flex items-center gap-2 text-weak">
            <Spinner /> <Trans>Counting what would go…</Trans>
          </p>
        ) : null}
        {preview === null ? null : preview.collisions.length > 0 ? (
          <CollisionList collisions={preview.collisions} onDrop={onDrop} onSeal={onSeal} />
        ) : total === 0 && preview.removals.length === 0 ? (
          <p>
            <Trans>Nothing would be removed now. From now on data goes when its time is over.</Trans>
          </p>
        ) : (
          <>
            <p>
              <Trans>The next sweep removes this for good. It cannot be brought back, also not by choosing longer periods later.</Trans>
            </p>
            {people > 0 ? (
              <Banner tone="warn">
                <Plural
                  value={people}
                  one="# person is erased with everything they wrote and were sent. This one begins after 12 hours; until then it can be taken back under Erased people."
                  other="# people are erased with everything they wrote and were sent. This begins after 12 hours; until then each can be taken back under Erased people."
                />
              </Banner>
            ) : null}
            <ul className="divide-y divide-line rounded-card border border-line">
              {preview.removals.map((one) => {
                const count = format.number(one.count);
                return (
                  <li key={one.class} className="flex flex-wrap items-baseline justify-between gap-x-4 px-3 py-2">
                    <span className="text-strong">{words.kind(one.class)}</span>
                    <span className="tabular-nums">{one.is_more ? t`more than ${count}` : count}</span>
                    <span className="w-full text-12 text-weak">
                      {one.oldest_at === null
                        ? null
                        : one.class === 'contact_record'
                          ? t`Longest silent since ${format.date(one.oldest_at)}`
                          : t`Oldest: ${format.date(one.oldest_at)}`}
                      {one.sealed > 0 ? (
                        <>
                          {' · '}
                          <Plural value={one.sealed} one="# leaves a sealed copy" other="# leave a sealed copy" />
                        </>
                      ) : null}
                      {one.held > 0 ? (
                        <>
                          {' · '}
                          <Plural value={one.held} one="# more is kept by a hold" other="# more are kept by a hold" />
                        </>
                      ) : null}
                    </span>
                  </li>
                );
              })}
            </ul>
          </>
        )}
      </div>
    </Dialog>
  );
}
