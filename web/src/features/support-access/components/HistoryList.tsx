import type { SupportAccess } from '@kabar/contract';
import { plural } from '@lingui/core/macro';
import { Trans, useLingui as useWords } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import { History } from 'lucide-react';
import { usePermission } from '#features/session';
import { useFormat } from '#lib/use-format.ts';
import { Badge } from '#ui/Badge.tsx';
import { Card } from '#ui/Card.tsx';
import { EmptyState } from '#ui/EmptyState.tsx';
import { ErrorState } from '#ui/ErrorState.tsx';
import { NextPage } from '#ui/NextPage.tsx';
import { RowSkeletons } from '#ui/Skeleton.tsx';
import { useSupportHistory } from '../api/workspace.ts';
import { useStateWord } from './use-state-word.ts';

function HistoryRow({ access }: { access: SupportAccess }) {
  const { t } = useWords();
  const format = useFormat();
  const stateWord = useStateWord();
  const seesLog = usePermission('audit:read');
  const { word, tone } = stateWord(access.status);
  const who = access.entered.map(({ name, email }) => `${name} (${email})`).join(', ');
  const asker = access.operator === null ? '' : `${access.operator.name} (${access.operator.email})`;
  const granter = access.granted_by?.name ?? t`somebody who is no longer here`;
  const ender = access.ended_by?.name ?? t`somebody who is no longer here`;
  const from = access.granted_at ?? access.asked_at;
  return (
    <li className="flex flex-col gap-1 px-4 py-3 text-13 sm:px-5">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <span className="text-14 font-medium text-strong">{from === null ? '' : format.dateTime(from)}</span>
        <Badge tone={tone}>{word}</Badge>
        <span className="text-weak">{access.level === 'read' ? <Trans>to look</Trans> : <Trans>to look and help</Trans>}</span>
      </div>
      {access.asked_because === null ? null : (
        <p className="wrap-anywhere text-normal">
          <Trans>
            {asker} asked: “{access.asked_because}”
          </Trans>
        </p>
      )}
      {access.granted_because === null ? null : (
        <p className="wrap-anywhere text-normal">
          <Trans>
            {granter} let them in: “{access.granted_because}”
          </Trans>
        </p>
      )}
      {access.granted_at === null ? null : (
        <p className="text-normal">
          {who === '' ? (
            <Trans>Nobody came in.</Trans>
          ) : (
            <>
              <Trans>{who} came in.</Trans>{' '}
              {t`${plural(access.read_count, { one: '# request of theirs is in the log.', other: '# requests of theirs are in the log.' })}`}
            </>
          )}{' '}
          {access.ended_how === 'expired' ? <Trans>Its time was over.</Trans> : null}
          {access.ended_how === 'workspace' ? <Trans>{ender} ended it.</Trans> : null}
          {access.ended_how === 'operator' ? <Trans>The operator ended it.</Trans> : null}
        </p>
      )}
      {seesLog && access.granted_at !== null ? (
        <Link
          from="/w/$slug"
          to="/w/$slug/settings/audit"
          search={{ about: access.id }}
          className="self-start text-accent-text underline underline-offset-3"
        >
          <Trans>What they read and did</Trans>
        </Link>
      ) : null}
    </li>
  );
}

/** Every time operators were let in or asked to be, newest first. */
export function HistoryList() {
  const { t } = useWords();
  const query = useSupportHistory();
  return (
    <Card flush title={t`History`}>
      {query.isPending ? (
        <RowSkeletons label={t`Loading the history`} rows={3} />
      ) : !query.data ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : query.data.length === 0 ? (
        <EmptyState compact picture={<History />} title={<Trans>Nobody was ever let in</Trans>}>
          <Trans>Each time is listed here, with who came in and what they read.</Trans>
        </EmptyState>
      ) : (
        <ul className="divide-y divide-line border-t border-line">
          {query.data.map((access) => (
            <HistoryRow key={access.id} access={access} />
          ))}
        </ul>
      )}
      <NextPage query={query} />
    </Card>
  );
}
