import { useLingui } from '@lingui/react/macro';
import { useAllActions } from '#lib/use-actions.ts';
import { Dialog } from './Dialog.tsx';
import { Kbd } from './Kbd.tsx';

/** The keys that work on this page now, by group. Opened with "?". */
export function ShortcutSheet({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const { t } = useLingui();
  const actions = useAllActions().filter((action) => action.keys !== undefined);
  const groups = Map.groupBy(actions, (action) => action.group);
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={t`Keys on this page`} size="md">
      <div className="grid gap-x-8 gap-y-5 sm:grid-cols-2">
        {[...groups].map(([group, inGroup]) => (
          <section key={group}>
            <h3 className="mb-1 text-13 font-medium text-weak">{group}</h3>
            <dl>
              {inGroup.map((action) => (
                <div key={action.id} className="flex min-h-8 items-center justify-between gap-3">
                  <dt>{action.label}</dt>
                  <dd>
                    <Kbd keys={action.keys ?? ''} />
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
