import type { PersonImport } from '@kabar/contract';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import { UserRound } from 'lucide-react';
import { useWorkspace } from '#features/session';
import { Badge, type BadgeProps } from '#ui/Badge.tsx';
import { ErrorState } from '#ui/ErrorState.tsx';
import { NextPage } from '#ui/NextPage.tsx';
import { RelativeTime } from '#ui/RelativeTime.tsx';
import { usePersonImports } from '../api/person-queries.ts';

/** People who came from another Kabar, with what came of each. Draws nothing while there is none. */
export function PersonImportList() {
  const { t } = useLingui();
  const list = usePersonImports();
  if (list.isPending) return null;
  if (!list.data) return <ErrorState error={list.error} onRetry={() => void list.refetch()} />;
  if (list.data.length === 0) return null;
  return (
    <section aria-label={t`People from another Kabar`} className="flex flex-col gap-2">
      <h2 className="text-14 font-semibold text-strong">
        <Trans>People from another Kabar</Trans>
      </h2>
      <ul className="divide-y divide-line overflow-hidden rounded-card border border-line bg-surface-1">
        {list.data.map((given) => (
          <Row key={given.id} given={given} />
        ))}
      </ul>
      {list.hasNextPage || list.isError ? <NextPage query={list} /> : null}
    </section>
  );
}

function Row({ given }: { given: PersonImport }) {
  const { t } = useLingui();
  const { workspace } = useWorkspace();
  const status: Record<PersonImport['status'], { word: string; tone: BadgeProps['tone'] }> = {
    draft: { word: t`To be looked at`, tone: 'warn' },
    queued: { word: t`Waiting`, tone: 'info' },
    running: { word: t`Importing`, tone: 'info' },
    done: { word: t`Done`, tone: 'good' },
    failed: { word: t`Stopped`, tone: 'bad' },
  };
  const { word, tone } = status[given.status];
  const messages = given.status === 'done' ? given.imported.messages : given.found.messages;
  return (
    <li>
      <Link
        to="/w/$slug/contacts/imports/people/$personImportId"
        params={{ slug: workspace.slug, personImportId: given.id }}
        className="flex min-h-14 items-center gap-3 px-4 py-2.5 hover:bg-surface-2"
      >
        <UserRound aria-hidden className="size-5 shrink-0 text-weak" />
        <span className="flex min-w-0 flex-1 flex-col">
          <span dir="auto" className="truncate text-14 font-medium text-strong">
            {given.person?.name ?? given.file?.name ?? <Trans>File deleted</Trans>}
          </span>
          <span className="truncate text-13 text-weak tabular-nums">
            <Plural value={messages} one="# message" other="# messages" />
          </span>
        </span>
        <Badge tone={tone}>{word}</Badge>
        <RelativeTime at={given.created_at} style="list" className="shrink-0 text-12 text-weak tabular-nums max-sm:hidden" />
      </Link>
    </li>
  );
}
