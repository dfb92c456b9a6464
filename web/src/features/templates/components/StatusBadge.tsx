import type { Template } from '@kabar/contract';
import { useLingui } from '@lingui/react';
import { Archive, Ban, CircleAlert, CircleCheck, CircleHelp, CirclePause, Clock, Scale, Trash2 } from 'lucide-react';
import { Badge } from '#ui/Badge.tsx';
import { statusWords, templateQualityWords } from '../fns/template-words.ts';

const icons: Readonly<Record<Template['status'], typeof Clock>> = {
  approved: CircleCheck,
  pending: Clock,
  rejected: CircleAlert,
  paused: CirclePause,
  disabled: Ban,
  in_appeal: Scale,
  pending_deletion: Trash2,
  deleted: Trash2,
  limit_exceeded: CircleAlert,
  archived: Archive,
  unknown: CircleHelp,
};

/** A template's status as icon and word. */
export function StatusBadge({ status }: { status: Template['status'] }) {
  const { i18n } = useLingui();
  const Icon = icons[status];
  return (
    <Badge tone={statusWords[status].tone} icon={<Icon aria-hidden />}>
      {i18n._(statusWords[status].label)}
    </Badge>
  );
}

/** How customers take a template, in a word. */
export function QualityBadge({ quality }: { quality: Template['quality'] }) {
  const { i18n } = useLingui();
  const { label, tone } = templateQualityWords[quality];
  return (
    <Badge tone={tone} dot>
      {i18n._(label)}
    </Badge>
  );
}
