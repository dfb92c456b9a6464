import { Trans, useLingui } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import { cn } from '#lib/cn.ts';
import { useActions } from '#lib/use-actions.ts';
import type { Draft } from '#lib/use-draft.ts';
import { Button } from '#ui/Button.tsx';
import { ErrorBanner } from '#ui/ErrorBanner.tsx';
import { UnsavedGuard } from './UnsavedGuard.tsx';

/** Props of SettingsForm. `saveLabel` where "Save" does not say enough. */
export interface SettingsFormProps<Value> {
  draft: Draft<Value>;
  children: ReactNode;
  saveLabel?: ReactNode;
}

/** Settings that are changed together: what went wrong above them, and a bar to save or discard that stays in view. */
export function SettingsForm<Value>({ draft, children, saveLabel }: SettingsFormProps<Value>) {
  const { t } = useLingui();
  useActions(draft.isDirty ? [{ id: 'save-settings', label: t`Save`, group: t`Settings`, keys: 'mod+s', run: draft.save }] : []);
  return (
    <form
      noValidate
      className="flex flex-col gap-5"
      onSubmit={(event) => {
        event.preventDefault();
        draft.save();
      }}
    >
      {children}
      <ErrorBanner error={draft.error} />
      {/* Its place is kept, so that nothing moves when it appears. */}
      <div className={cn('sticky bottom-3 z-10 flex h-14 justify-center sm:justify-end', !draft.isDirty && 'invisible')}>
        <div className="flex w-full items-center justify-end gap-2 rounded-card bg-popup px-3 shadow-popup sm:w-auto">
          <span className="mr-2 flex-1 text-13 text-weak">
            <Trans>Not saved yet</Trans>
          </span>
          {draft.isDirtyNow() ? (
            <Button disabled={draft.pending} onClick={draft.discard}>
              <Trans>Discard</Trans>
            </Button>
          ) : null}
          <Button variant="primary" type="submit" loading={draft.pending}>
            {saveLabel ?? <Trans>Save</Trans>}
          </Button>
        </div>
      </div>
      <UnsavedGuard isDirty={draft.isDirtyNow} />
    </form>
  );
}
