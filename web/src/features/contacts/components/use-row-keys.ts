import { useLingui } from '@lingui/react/macro';
import { useActions } from '#lib/use-actions.ts';

/** Lets `j` and `k` go through the rows of the page: table rows and links of a list. */
export function useRowKeys(group: string): void {
  const { t } = useLingui();
  function step(by: 1 | -1): void {
    const rows = [...document.querySelectorAll<HTMLElement>('main tr[data-index], main [role="listitem"] > a')];
    const now = document.activeElement?.closest<HTMLElement>('tr[data-index], [role="listitem"] > a') ?? null;
    const at = now === null ? -1 : rows.indexOf(now);
    const next = rows[at === -1 ? (by === 1 ? 0 : rows.length - 1) : at + by];
    next?.focus();
    next?.scrollIntoView({ block: 'nearest' });
  }
  useActions([
    { id: 'rows-next', label: t`Next row`, group, keys: 'j', keysOnly: true, run: () => step(1) },
    { id: 'rows-previous', label: t`Previous row`, group, keys: 'k', keysOnly: true, run: () => step(-1) },
    { id: 'rows-open', label: t`Open the row`, group, keys: 'enter', keysOnly: true, native: true, run: () => undefined },
  ]);
}
