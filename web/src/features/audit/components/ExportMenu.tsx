import { Trans, useLingui } from '@lingui/react/macro';
import { Download } from 'lucide-react';
import { useRef, useState } from 'react';
import { useFormat } from '#lib/use-format.ts';
import { Button } from '#ui/Button.tsx';
import { ErrorBanner } from '#ui/ErrorBanner.tsx';
import { Menu, MenuItem } from '#ui/Menu.tsx';
import { Spinner } from '#ui/Spinner.tsx';
import { useExport } from '../api/queries.ts';
import type { AuditSearch } from '../fns/audit-search.ts';

/** Saves what the filters show as a file, and says how far that has come. */
export function ExportMenu({ search }: { search: AuditSearch }) {
  const { t } = useLingui();
  const format = useFormat();
  const [count, setCount] = useState(0);
  const running = useRef<AbortController | null>(null);
  const exporting = useExport();
  const save = (kind: 'csv' | 'jsonl'): void => {
    setCount(0);
    running.current = new AbortController();
    exporting.mutate({ search, format: kind, onCount: setCount, signal: running.current.signal });
  };
  const done = format.number(count);
  const isCancelled = exporting.isError && running.current?.signal.aborted === true;
  return (
    <div className="flex flex-wrap items-center gap-3">
      {exporting.isPending ? (
        <>
          <span role="status" className="flex items-center gap-2 text-13 text-normal tabular-nums">
            <Spinner className="size-4" />
            <Trans>{done} entries so far</Trans>
          </span>
          <Button size="sm" variant="ghost" onClick={() => running.current?.abort()}>
            <Trans>Cancel</Trans>
          </Button>
        </>
      ) : (
        <Menu
          align="end"
          trigger={
            <Button icon={<Download aria-hidden />}>
              <Trans>Export</Trans>
            </Button>
          }
        >
          <MenuItem onClick={() => save('csv')}>{t`CSV, for a spreadsheet`}</MenuItem>
          <MenuItem onClick={() => save('jsonl')}>{t`JSON Lines, for a program`}</MenuItem>
        </Menu>
      )}
      {exporting.isError && !isCancelled ? <ErrorBanner error={exporting.error} /> : null}
    </div>
  );
}
