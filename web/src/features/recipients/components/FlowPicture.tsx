import type { Recipient } from '@kabar/contract';
import { useLingui } from '@lingui/react/macro';
import {
  ArrowRight,
  Building2,
  Database,
  HardDrive,
  KeyRound,
  Mail,
  MessageCircle,
  ScanSearch,
  Server,
  type LucideIcon,
} from 'lucide-react';
import { Badge } from '#ui/Badge.tsx';
import { useRecipientWords } from './use-recipient-words.ts';

const icons: Partial<Record<Recipient['purposes'][number], LucideIcon>> = {
  messaging: MessageCircle,
  mail: Mail,
  media_storage: HardDrive,
  backup_storage: HardDrive,
  key_management: KeyRound,
  database: Database,
  malware_scan: ScanSearch,
  hosting: Server,
};

/** Where data of the workspace goes, as a picture: from it to each recipient, those abroad marked. */
export function FlowPicture({ recipients, home, from }: { recipients: readonly Recipient[]; home: string | null; from: string }) {
  const { t } = useLingui();
  const words = useRecipientWords();
  return (
    <div className="grid items-center gap-4 md:grid-cols-[minmax(0,12rem)_1fr]">
      <div className="rounded-card border border-accent bg-accent-soft px-4 py-5 text-center">
        <p className="text-14 font-semibold wrap-anywhere text-strong" dir="auto">
          {from}
        </p>
        <p className="text-12 text-weak">{t`Data of your customers`}</p>
      </div>
      <ul className="flex flex-col gap-2 border-line md:border-l md:pl-4" aria-label={t`Where data goes`}>
        {recipients.map((recipient) => {
          const Icon = icons[recipient.purposes[0] ?? 'hosting'] ?? Building2;
          const isAbroad = home !== null && recipient.region !== null && recipient.region !== home;
          return (
            <li key={recipient.id} className="flex items-center gap-3">
              <ArrowRight aria-hidden className="size-4 shrink-0 text-weak max-md:rotate-90" />
              <div className="flex min-w-0 flex-1 flex-wrap items-center gap-x-4 gap-y-1 rounded-card border border-line bg-surface-1 px-4 py-2.5">
                <Icon aria-hidden className="size-5 shrink-0 text-accent-text" />
                <span className="min-w-0 flex-1 basis-44">
                  <span className="block truncate text-14 font-medium text-strong">{words.name(recipient.name)}</span>
                  <span className="block text-13 text-weak">{recipient.purposes.map((purpose) => words.purposes[purpose]).join(', ')}</span>
                </span>
                <Badge tone={isAbroad ? 'warn' : 'neutral'}>{words.region(recipient.region)}</Badge>
              </div>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
