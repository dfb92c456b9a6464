import type { MessageStatus } from '@kabar/contract';
import { useLingui } from '@lingui/react';
import { Ban, Check, CheckCheck, CircleAlert, CircleHelp, CirclePause, Clock, X, type LucideIcon } from 'lucide-react';
import { cn } from '#lib/cn.ts';
import { statusWords } from '../fns/status-words.ts';

const icons: Readonly<Record<MessageStatus, LucideIcon | null>> = {
  queued: Clock,
  sending: Clock,
  sent: Check,
  delivered: CheckCheck,
  read: CheckCheck,
  held: CirclePause,
  unknown: CircleHelp,
  failed: CircleAlert,
  skipped: Ban,
  cancelled: X,
  received: null,
};

const tones: Partial<Record<MessageStatus, string>> = {
  read: 'text-info',
  held: 'text-warn',
  unknown: 'text-warn',
  failed: 'text-bad',
  skipped: 'text-bad',
};

/** The tick of an outgoing message, with its meaning for screen readers and on hover. */
export function StatusIcon({ status, className }: { status: MessageStatus; className?: string | undefined }) {
  const { i18n } = useLingui();
  const Icon = icons[status];
  if (!Icon) return null;
  const words = i18n._(statusWords[status]);
  return (
    <span title={words} className="inline-flex shrink-0">
      <Icon aria-hidden strokeWidth={2.25} className={cn('size-4', tones[status], className)} />
      <span className="sr-only">{words}</span>
    </span>
  );
}
