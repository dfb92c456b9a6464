import type { TimelineItem, TimelineKind } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import {
  Archive,
  ArchiveRestore,
  Ban,
  CircleCheck,
  Download,
  FileUp,
  Merge,
  MessageSquare,
  Milestone,
  Pencil,
  Phone,
  RotateCcw,
  ShieldCheck,
  Split,
  Tag,
  UserPlus,
  type LucideIcon,
} from 'lucide-react';
import { ErrorState } from '#ui/ErrorState.tsx';
import { NextPage } from '#ui/NextPage.tsx';
import { RelativeTime } from '#ui/RelativeTime.tsx';
import { RowSkeletons } from '#ui/Skeleton.tsx';
import { useTimeline } from '../../api/queries.ts';
import { useTimelineWords } from './use-timeline-words.ts';

const icons: Record<TimelineKind, LucideIcon> = {
  created: UserPlus,
  imported: FileUp,
  merged: Merge,
  split: Split,
  tagged: Tag,
  untagged: Tag,
  stage_changed: Milestone,
  attributes_changed: Pencil,
  identifier_added: Phone,
  identifier_removed: Phone,
  blocked: Ban,
  unblocked: CircleCheck,
  restricted: Archive,
  unrestricted: ArchiveRestore,
  consent_changed: ShieldCheck,
  conversation_opened: MessageSquare,
  conversation_resolved: CircleCheck,
  conversation_reopened: RotateCcw,
  exported: Download,
};

function Line({ item, slug }: { item: TimelineItem; slug: string }) {
  const say = useTimelineWords();
  const Icon = icons[item.kind];
  const conversationId = typeof item.data['conversation_id'] === 'string' ? item.data['conversation_id'] : null;
  return (
    <li className="relative flex gap-3 pb-4 last:pb-0 not-last:before:absolute not-last:before:top-7 not-last:before:bottom-0 not-last:before:left-3.25 not-last:before:w-px not-last:before:bg-line">
      <span aria-hidden className="flex size-6.5 shrink-0 items-center justify-center rounded-full bg-surface-3 text-weak">
        <Icon className="size-3.5" />
      </span>
      <p className="flex min-w-0 flex-1 flex-wrap items-baseline justify-between gap-x-3 pt-0.5 text-14">
        <span className="min-w-0 wrap-anywhere text-normal">
          {say(item)}
          {conversationId === null ? null : (
            <>
              {' '}
              <Link
                to="/w/$slug/inbox/$conversationId"
                params={{ slug, conversationId }}
                search={{ status: 'any' }}
                className="text-accent-text underline underline-offset-2"
              >
                <Trans>Open</Trans>
              </Link>
            </>
          )}
        </span>
        <RelativeTime at={item.occurred_at} className="shrink-0 text-13 text-weak tabular-nums" />
      </p>
    </li>
  );
}

/** What happened to a contact, newest first. */
export function Timeline({ contactId, slug }: { contactId: string; slug: string }) {
  const { t } = useLingui();
  const timeline = useTimeline(contactId);
  if (timeline.isPending) return <RowSkeletons label={t`Loading the timeline`} rows={4} />;
  if (!timeline.data) return <ErrorState error={timeline.error} onRetry={() => void timeline.refetch()} />;
  return (
    <>
      <ol className="flex flex-col">
        {timeline.data.map((item) => (
          <Line key={`${item.kind} ${item.id}`} item={item} slug={slug} />
        ))}
      </ol>
      <NextPage query={timeline} />
    </>
  );
}
