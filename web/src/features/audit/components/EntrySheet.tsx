import type { AuditEntry } from '@kabar/contract';
import { useLingui } from '@lingui/react';
import { Trans, useLingui as useWords } from '@lingui/react/macro';
import { ScrollText } from 'lucide-react';
import type { ReactNode } from 'react';
import { useFormat } from '#lib/use-format.ts';
import { CopyField } from '#ui/CopyField.tsx';
import { Sheet } from '#ui/Dialog.tsx';
import { EmptyState } from '#ui/EmptyState.tsx';
import { ErrorState } from '#ui/ErrorState.tsx';
import { RowSkeletons } from '#ui/Skeleton.tsx';
import { useAuditEntry } from '../api/queries.ts';
import { actionWords } from '../fns/action-words.ts';
import type { AuditSearch } from '../fns/audit-search.ts';
import { ChangeTable } from './ChangeTable.tsx';
import { SubjectLink } from './SubjectLink.tsx';
import { WayBadge } from './WayBadge.tsx';
import { WhoDidIt } from './WhoDidIt.tsx';

function Row({ label, children }: { label: ReactNode; children: ReactNode }) {
  return (
    <div className="grid grid-cols-[7rem_1fr] gap-3 py-2 text-13">
      <dt className="text-weak">{label}</dt>
      <dd className="min-w-0 wrap-anywhere text-strong">{children}</dd>
    </div>
  );
}

function Narrow({ onClick, children }: { onClick: () => void; children: ReactNode }) {
  return (
    <button type="button" onClick={onClick} className="text-accent-text underline underline-offset-3">
      {children}
    </button>
  );
}

function Content({ entry, onSearch }: { entry: AuditEntry; onSearch: (search: AuditSearch) => void }) {
  const { t } = useWords();
  const format = useFormat();
  const { actor, target, origin } = entry;
  return (
    <div className="flex flex-col gap-5">
      <dl className="divide-y divide-line">
        <Row label={t`Who`}>
          <span className="flex flex-wrap items-center gap-2">
            <WhoDidIt actor={actor} />
            <WayBadge entry={entry} />
            {actor.id === null ? null : (
              <Narrow onClick={() => onSearch({ who: actor.id ?? undefined } as AuditSearch)}>
                <Trans>all they did</Trans>
              </Narrow>
            )}
          </span>
        </Row>
        <Row label={t`When`}>{format.dateTime(entry.at)}</Row>
        {target === null ? null : (
          <Row label={t`About`}>
            <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
              <code className="font-mono text-12">{target.id}</code>
              <SubjectLink id={target.id} />
              <Narrow onClick={() => onSearch({ about: target.id })}>
                <Trans>all about it</Trans>
              </Narrow>
            </span>
          </Row>
        )}
        <Row label={t`From`}>{origin?.network ?? <span className="text-weak">{t`no network: Kabar did it`}</span>}</Row>
        <Row label={t`Entry`}>{format.number(entry.seq)}</Row>
      </dl>
      <section>
        <h3 className="mb-1 text-13 font-semibold text-strong">
          <Trans>What changed</Trans>
        </h3>
        <ChangeTable entry={entry} />
      </section>
      {origin?.request_id ? <CopyField label={t`Request id`} value={origin.request_id} /> : null}
      <CopyField label={t`Hash of the entry`} value={entry.hash} />
    </div>
  );
}

/** Props of EntrySheet. `known`: the entry where the page has it already. */
export interface EntrySheetProps {
  seq: string;
  known: AuditEntry | undefined;
  onSearch: (search: AuditSearch) => void;
  onClose: () => void;
}

/** One act: who, what, from where, and what it changed. */
export function EntrySheet({ seq, known, onSearch, onClose }: EntrySheetProps) {
  const { i18n } = useLingui();
  const { t } = useWords();
  const query = useAuditEntry(seq);
  const entry = known ?? query.data;
  return (
    <Sheet open size="md" onOpenChange={onClose} title={entry ? actionWords(entry.action, (message) => i18n._(message)) : t`Entry`}>
      {entry ? (
        <Content entry={entry} onSearch={onSearch} />
      ) : query.isPending ? (
        <RowSkeletons label={t`Loading the entry`} rows={4} />
      ) : query.isError ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <EmptyState compact picture={<ScrollText />} title={<Trans>There is no entry of this number</Trans>}>
          <Trans>Entries older than the log is kept are gone; later ones are not written yet.</Trans>
        </EmptyState>
      )}
    </Sheet>
  );
}
