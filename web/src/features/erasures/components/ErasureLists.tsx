import type { ErasedItem, KeptItem } from '@kabar/contract';
import { Trans } from '@lingui/react/macro';
import { useFormat } from '#lib/use-format.ts';
import { useErasureWords } from '../fns/use-erasure-words.ts';

/** What goes, or went, by store. */
export function ErasedList({ items }: { items: readonly ErasedItem[] }) {
  const words = useErasureWords();
  const format = useFormat();
  const shown = items.filter(({ count }) => count > 0);
  if (shown.length === 0)
    return (
      <p className="text-13 text-weak">
        <Trans>Nothing</Trans>
      </p>
    );
  return (
    <ul className="divide-y divide-line text-13">
      {shown.map(({ table, holds, count }) => (
        <li key={table} className="flex justify-between gap-3 py-1.5">
          <span className="min-w-0 wrap-anywhere text-normal">{words.say(holds)}</span>
          <span className="shrink-0 text-weak tabular-nums">{format.number(count)}</span>
        </li>
      ))}
    </ul>
  );
}

/** What stays, why and until when. */
export function KeptList({ items }: { items: readonly KeptItem[] }) {
  const words = useErasureWords();
  const format = useFormat();
  return (
    <ul className="divide-y divide-line text-13">
      {items.map(({ table, holds, because, until }) => (
        <li key={`${table} ${because}`} className="py-1.5">
          <p className="wrap-anywhere text-normal">{words.say(holds)}</p>
          <p className="wrap-anywhere text-weak">
            {words.keep(because)}
            {until === null ? null : (
              <>
                {' · '}
                <Trans>until {format.date(until)} at the latest</Trans>
              </>
            )}
          </p>
        </li>
      ))}
    </ul>
  );
}
