import { Trans, useLingui } from '@lingui/react/macro';
import { RefreshCw } from 'lucide-react';
import { useState } from 'react';
import { useNumbers } from '#features/numbers';
import { errorSentence } from '#lib/present-error.ts';
import { useActions } from '#lib/use-actions.ts';
import { useFormat } from '#lib/use-format.ts';
import { Button } from '#ui/Button.tsx';
import { RelativeTime } from '#ui/RelativeTime.tsx';
import { notify } from '#ui/toasts.ts';
import { useSyncTemplates } from '../api/mutations.ts';
import { useLastSync } from '../api/queries.ts';

/** Reads the templates of every account from WhatsApp, and says when that was done last. */
export function SyncButton() {
  const { t, i18n } = useLingui();
  const format = useFormat();
  const numbers = useNumbers();
  const lastSync = useLastSync();
  const sync = useSyncTemplates();
  const [done, setDone] = useState(0);
  const usable = (numbers.data ?? []).filter((number) => number.status !== 'disconnected');
  const numberIds = [...Map.groupBy(usable, (number) => number.waba_id).values()].flatMap((group) => group.slice(0, 1).map(({ id }) => id));

  function handleSync(): void {
    setDone(0);
    sync.mutate(
      { numberIds, onProgress: setDone },
      {
        onSuccess: ({ templates, changed }) => {
          const all = format.number(templates);
          const some = format.number(changed);
          notify({
            title: t`Read from WhatsApp`,
            description: changed === 0 ? t`${all} templates, nothing changed.` : t`${all} templates, ${some} changed.`,
          });
        },
        onError: (error) => notify({ tone: 'bad', title: t`Could not read the templates`, description: errorSentence(error, i18n) }),
      },
    );
  }

  useActions(
    numberIds.length === 0
      ? []
      : [{ id: 'sync-templates', label: t`Read templates from WhatsApp`, group: t`Templates`, keys: 'r', run: handleSync }],
  );
  if (numberIds.length === 0) return null;
  const total = numberIds.length;
  const at = done + 1;
  return (
    <span className="flex items-center gap-3">
      {sync.isPending && total > 1 ? (
        <span role="status" className="text-13 text-weak tabular-nums">
          <Trans>
            Account {at} of {total}
          </Trans>
        </span>
      ) : lastSync ? (
        <span className="text-13 text-weak max-sm:hidden">
          <Trans>
            Last read: <RelativeTime at={lastSync} />
          </Trans>
        </span>
      ) : null}
      <Button icon={<RefreshCw aria-hidden />} loading={sync.isPending} onClick={handleSync}>
        <Trans>Sync</Trans>
      </Button>
    </span>
  );
}
