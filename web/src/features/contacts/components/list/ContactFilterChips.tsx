import type { ContactFilter } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { X } from 'lucide-react';
import { useConditionWords } from '../use-condition-words.ts';

const textButton = 'touch-target h-6 rounded-control px-1.5 text-12 font-medium text-accent-text hover:bg-surface-2';

/** What narrows the list now, each with a way out of it; and a way to keep it as a segment. */
export function ContactFilterChips({
  filter,
  onChange,
  onSave,
}: {
  filter: ContactFilter;
  onChange: (filter: ContactFilter) => void;
  onSave: (() => void) | null;
}) {
  const { t } = useLingui();
  const { say } = useConditionWords();
  return (
    <div className="flex flex-wrap items-center gap-1.5">
      {filter.conditions.map((member, index) => {
        const text = say(member);
        return (
          <span key={index} className="inline-flex max-w-full items-center gap-1.5">
            {index === 0 ? null : <span className="text-12 text-weak">{filter.match === 'all' ? t`and` : t`or`}</span>}
            <span className="inline-flex h-6 max-w-full min-w-0 items-center gap-1 rounded-full bg-accent-soft pr-1 pl-2 text-12 font-medium text-accent-text">
              <span dir="auto" className="truncate" title={text}>
                {text}
              </span>
              <button
                type="button"
                aria-label={t`Take the filter away: ${text}`}
                onClick={() => onChange({ ...filter, conditions: filter.conditions.filter((_, at) => at !== index) })}
                className="touch-target flex size-4 shrink-0 items-center justify-center rounded-full hover:bg-surface-2"
              >
                <X aria-hidden className="size-3" />
              </button>
            </span>
          </span>
        );
      })}
      {onSave ? (
        <button type="button" onClick={onSave} className={textButton}>
          <Trans>Save as segment</Trans>
        </button>
      ) : null}
    </div>
  );
}
