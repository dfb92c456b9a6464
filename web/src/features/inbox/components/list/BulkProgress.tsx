import type { BulkAction } from '@kabar/contract';
import { plural } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
import { useEffect, useRef } from 'react';
import { Progress } from '#ui/Progress.tsx';
import { notify } from '#ui/toasts.ts';
import { useBulkAction } from '../../api/queries.ts';

/** Props of BulkProgress. */
export interface BulkProgressProps {
  action: BulkAction;
  onUndo: (id: string) => void;
  /** Called once, when nothing is left to wait for. */
  onDone: () => void;
}

/** How far a change of many conversations has come, and what came of it with a way back. */
export function BulkProgress({ action, onUndo, onDone }: BulkProgressProps) {
  const { t } = useLingui();
  const query = useBulkAction(action.id);
  const current = query.data ?? action;
  const { counts, status } = current;
  const said = useRef(false);
  const finished = status === 'done' || status === 'undone';

  useEffect(() => {
    if (!finished || said.current) return;
    said.current = true;
    const { changed, put_back: putBack, kept, not_found: missing } = counts;
    const rest =
      missing === 0 ? undefined : t`${plural(missing, { one: '# was not there any more.', other: '# were not there any more.' })}`;
    if (status === 'undone') {
      notify({
        title: t`${plural(putBack, { one: '# conversation put back', other: '# conversations put back' })}`,
        description:
          kept === 0
            ? undefined
            : t`${plural(kept, { one: '# was changed since and stays as it is.', other: '# were changed since and stay as they are.' })}`,
      });
    } else {
      notify({
        title: t`${plural(changed, { one: '# conversation changed', other: '# conversations changed' })}`,
        description: rest,
        ...(current.undo_until === null ? {} : { action: { label: t`Undo`, onClick: () => onUndo(action.id) } }),
      });
    }
    onDone();
  }, [finished, status, counts, current.undo_until, action.id, onUndo, onDone, t]);

  if (finished) return null;
  return (
    <div className="border-b border-line bg-surface-1 px-3 py-2">
      <Progress
        label={status === 'undoing' ? t`Putting back` : t`Changing conversations`}
        done={counts.total - counts.pending}
        total={counts.total}
      />
    </div>
  );
}
