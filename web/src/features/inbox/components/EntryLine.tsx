import type { Entry } from '@kabar/contract';
import { useLingui } from '@lingui/react/macro';
import {
  AlarmClock,
  Ban,
  Bot,
  CheckCheck,
  CircleDot,
  Download,
  Flame,
  GitMerge,
  RotateCcw,
  ShieldCheck,
  ShieldQuestionMark,
  Star,
  Tag,
  UserRound,
  UsersRound,
  type LucideIcon,
} from 'lucide-react';
import { useFormat } from '#lib/use-format.ts';
import { useEntryWords } from './use-entry-words.ts';

const icons: Partial<Record<Entry['kind'], LucideIcon>> = {
  assigned: UserRound,
  unassigned: UserRound,
  team_changed: UsersRound,
  resolved: CheckCheck,
  reopened: RotateCcw,
  snoozed: AlarmClock,
  woken: AlarmClock,
  tagged: Tag,
  untagged: Tag,
  bot_started: Bot,
  bot_stopped: Bot,
  rated: Star,
  target_missed: Flame,
  consent_changed: ShieldCheck,
  consent_doubt: ShieldQuestionMark,
  merged: GitMerge,
  split: GitMerge,
  blocked: Ban,
  unblocked: Ban,
  exported: Download,
};

/** What somebody did with the conversation, in one quiet line. */
export function EntryLine({ entry }: { entry: Entry }) {
  const { t } = useLingui();
  const format = useFormat();
  const words = useEntryWords();
  const Icon = icons[entry.kind] ?? CircleDot;
  const time = format.time(entry.occurred_at);
  return (
    <div data-entry={entry.id} className="flex justify-center px-6 pb-2.5">
      <p className="flex max-w-140 items-start gap-1.5 text-12 wrap-anywhere text-weak">
        <Icon aria-hidden className="mt-px size-3.5 shrink-0" />
        <span dir="auto">{words(entry)}</span>
        <time dateTime={entry.occurred_at} title={format.dateTime(entry.occurred_at)} className="shrink-0 tabular-nums">
          <span className="sr-only">{t`at`} </span>
          {time}
        </time>
      </p>
    </div>
  );
}
