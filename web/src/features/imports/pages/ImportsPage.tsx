import type { Import } from '@kabar/contract';
import { plural } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import { ChevronLeft, FileSpreadsheet, Upload } from 'lucide-react';
import { useWorkspace } from '#features/session';
import { Page } from '#frame/Page.tsx';
import { errorSentence } from '#lib/present-error.ts';
import { useFormat } from '#lib/use-format.ts';
import { Badge } from '#ui/Badge.tsx';
import { Button } from '#ui/Button.tsx';
import { ButtonLink } from '#ui/ButtonLink.tsx';
import { EmptyState } from '#ui/EmptyState.tsx';
import { ErrorState } from '#ui/ErrorState.tsx';
import { LoadMore } from '#ui/LoadMore.tsx';
import { RelativeTime } from '#ui/RelativeTime.tsx';
import { RowSkeletons } from '#ui/Skeleton.tsx';
import { useImports } from '../api/queries.ts';
import { PersonImportList } from '../components/PersonImportList.tsx';
import { importStatusTone, importStatusWords } from '../fns/import-words.ts';

function ImportRow({ given, slug }: { given: Import; slug: string }) {
  const { t, i18n } = useLingui();
  const format = useFormat();
  const { counts, row_count: rows } = given;
  const percent = rows === 0 ? 100 : Math.floor((counts.processed / rows) * 100);
  const parts =
    given.status === 'running' || given.status === 'paused'
      ? [`${percent} %`]
      : [
          counts.created > 0 ? t`${plural(counts.created, { one: '# new', other: '# new' })}` : null,
          counts.updated > 0 ? t`${plural(counts.updated, { one: '# changed', other: '# changed' })}` : null,
          counts.failed > 0 ? t`${plural(counts.failed, { one: '# error', other: '# errors' })}` : null,
        ];
  return (
    <li>
      <Link
        to="/w/$slug/contacts/imports/$importId"
        params={{ slug, importId: given.id }}
        className="flex min-h-14 items-center gap-3 px-4 py-2.5 hover:bg-surface-2"
      >
        <FileSpreadsheet aria-hidden className="size-5 shrink-0 text-weak" />
        <span className="flex min-w-0 flex-1 flex-col">
          <span dir="auto" className="truncate text-14 font-medium text-strong">
            {given.file_name ?? <Trans>File deleted</Trans>}
          </span>
          <span className="truncate text-13 text-weak tabular-nums">
            {[t`${format.number(rows)} rows`, ...parts].filter((part) => part !== null).join(' · ')}
          </span>
        </span>
        <Badge tone={importStatusTone[given.status]}>{i18n._(importStatusWords[given.status])}</Badge>
        <RelativeTime at={given.created_at} style="list" className="shrink-0 text-12 text-weak tabular-nums max-sm:hidden" />
      </Link>
    </li>
  );
}

/** Every import with what came of it. */
export function ImportsPage() {
  const { t, i18n } = useLingui();
  const { workspace } = useWorkspace();
  const slug = workspace.slug;
  const list = useImports();
  const start = (
    <Button
      variant="primary"
      icon={<Upload aria-hidden />}
      nativeButton={false}
      render={<Link to="/w/$slug/contacts/imports/new" params={{ slug }} />}
    >
      <Trans>Import a file</Trans>
    </Button>
  );
  return (
    <Page
      title={t`Imports`}
      description={t`Contacts from files, with what came of each row. An import can be undone for seven days.`}
      action={
        <>
          <ButtonLink to="/w/$slug/contacts/imports/people/new" params={{ slug }}>
            <Trans>A person from another Kabar</Trans>
          </ButtonLink>
          {start}
        </>
      }
      width="narrow"
      back={
        <Link to="/w/$slug/contacts" params={{ slug }} className="inline-flex items-center gap-1 text-13 text-weak hover:text-strong">
          <ChevronLeft aria-hidden className="size-4" />
          <Trans>Contacts</Trans>
        </Link>
      }
    >
      {list.imports === null ? (
        list.error ? (
          <ErrorState error={list.error} onRetry={list.retry} />
        ) : (
          <RowSkeletons label={t`Loading the imports`} rows={4} />
        )
      ) : list.imports.length === 0 ? (
        <EmptyState picture={<FileSpreadsheet />} title={<Trans>No imports yet</Trans>} action={start}>
          <Trans>Bring contacts from a spreadsheet. You see what would happen to each row before anything is written.</Trans>
        </EmptyState>
      ) : (
        <>
          <ul className="divide-y divide-line overflow-hidden rounded-card border border-line bg-surface-1">
            {list.imports.map((given) => (
              <ImportRow key={given.id} given={given} slug={slug} />
            ))}
          </ul>
          {list.hasMore || list.error ? (
            <LoadMore
              hasMore={list.hasMore}
              loading={list.loadingMore}
              onLoadMore={list.loadMore}
              error={list.error ? errorSentence(list.error, i18n) : undefined}
            />
          ) : null}
        </>
      )}
      <PersonImportList />
    </Page>
  );
}
