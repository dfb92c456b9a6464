import type { Tag } from '@kabar/contract';
import { useLingui } from '@lingui/react/macro';
import { X } from 'lucide-react';
import { TagDot } from './TagDot.tsx';

/** Props of TagChip. */
export interface TagChipProps {
  tag: Pick<Tag, 'name' | 'color'>;
  /** Given where the tag can be taken away. */
  onRemove?: (() => void) | undefined;
}

/** A tag with its colour and name. */
export function TagChip({ tag, onRemove }: TagChipProps) {
  const { t } = useLingui();
  const name = tag.name;
  return (
    <span className="inline-flex h-6 max-w-full items-center gap-1.5 rounded-full bg-surface-3 px-2 text-12 font-medium text-normal">
      <TagDot color={tag.color} />
      <span dir="auto" className="truncate">
        {name}
      </span>
      {onRemove ? (
        <button
          type="button"
          aria-label={t`Remove the tag ${name}`}
          onClick={onRemove}
          className="touch-target -mr-1 flex size-4 items-center justify-center rounded-full text-weak hover:bg-surface-2 hover:text-strong"
        >
          <X aria-hidden className="size-3" />
        </button>
      ) : null}
    </span>
  );
}
