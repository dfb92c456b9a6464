import type { BulkChange } from '@kabar/contract';
import { plural } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { AlarmClock, CheckCheck, MailCheck, RotateCcw, Tags, UserRoundPlus, X } from 'lucide-react';
import { useState } from 'react';
import { Button } from '#ui/Button.tsx';
import { Checkbox } from '#ui/Checkbox.tsx';
import { IconButton } from '#ui/IconButton.tsx';
import { AssignMenu } from '../work/AssignMenu.tsx';
import { SnoozeMenu } from '../work/SnoozeMenu.tsx';
import { TagMenu } from '../work/TagMenu.tsx';
import type { Selection } from './use-selection.ts';

/** Props of BulkBar. */
export interface BulkBarProps {
  selection: Selection;
  loadedIds: readonly string[];
  hasMore: boolean;
  /** Tags that every chosen conversation has: a press takes them away. */
  commonTagIds: readonly string[];
  /** Whether the list shows resolved conversations, which can be opened again. */
  resolved: boolean;
  busy: boolean;
  onChange: (change: BulkChange) => void;
}

/** What can be done to all chosen conversations at once; stands where the tabs of the list are. */
export function BulkBar({ selection, loadedIds, hasMore, commonTagIds, resolved, busy, onChange }: BulkBarProps) {
  const { t } = useLingui();
  const [open, setOpen] = useState<'assign' | 'snooze' | 'tag' | null>(null);
  const menu = (name: 'assign' | 'snooze' | 'tag') => ({
    open: open === name,
    onOpenChange: (next: boolean) => setOpen(next ? name : null),
  });
  const count = selection.ids.size;
  const all = count > 0 && loadedIds.every((id) => selection.ids.has(id));
  return (
    <div className="flex flex-col gap-1.5" role="group" aria-label={t`Chosen conversations`}>
      <div className="flex h-8 items-center gap-1">
        <Checkbox
          aria-label={t`Choose all that are loaded`}
          checked={all}
          indeterminate={!all}
          onCheckedChange={() => (all ? selection.clear() : selection.chooseLoaded(loadedIds))}
        />
        <span className="ml-1.5 min-w-0 flex-1 truncate text-13 font-medium text-strong tabular-nums" role="status">
          {selection.everything ? <Trans>All that match</Trans> : t`${plural(count, { one: '# chosen', other: '# chosen' })}`}
        </span>
        <AssignMenu
          {...menu('assign')}
          now={null}
          align="start"
          onAssign={(change) => onChange(change)}
          trigger={<IconButton size="sm" label={t`Assign`} icon={<UserRoundPlus aria-hidden />} disabled={busy} />}
        />
        <TagMenu
          {...menu('tag')}
          chosen={commonTagIds}
          onToggle={(id) => {
            const tagIds = [id] as NonNullable<BulkChange['add_tag_ids']>; // an id that the tag list gave
            onChange(commonTagIds.includes(id) ? { remove_tag_ids: tagIds } : { add_tag_ids: tagIds });
          }}
          trigger={<IconButton size="sm" label={t`Tags`} icon={<Tags aria-hidden />} disabled={busy} />}
        />
        <SnoozeMenu
          {...menu('snooze')}
          align="start"
          onSnooze={(until) => onChange({ status: 'snoozed', snoozed_until: until })}
          trigger={<IconButton size="sm" label={t`Snooze`} icon={<AlarmClock aria-hidden />} disabled={busy} />}
        />
        <IconButton
          size="sm"
          label={t`Mark as read`}
          icon={<MailCheck aria-hidden />}
          disabled={busy}
          onClick={() => onChange({ unread: false })}
        />
        <IconButton
          size="sm"
          label={resolved ? t`Open again` : t`Resolve`}
          icon={resolved ? <RotateCcw aria-hidden /> : <CheckCheck aria-hidden />}
          disabled={busy}
          onClick={() => onChange({ status: resolved ? 'open' : 'resolved' })}
        />
        <IconButton size="sm" label={t`Choose none`} shortcut="esc" icon={<X aria-hidden />} onClick={selection.clear} />
      </div>
      {all && hasMore && !selection.everything ? (
        <Button size="sm" variant="link" className="self-start" onClick={selection.chooseEverything}>
          <Trans>Choose all that match, also those further down</Trans>
        </Button>
      ) : null}
    </div>
  );
}
