import { Trans, useLingui } from '@lingui/react/macro';
import { useState, type ComponentType } from 'react';
import type { PageProps } from '#frame/Page.tsx';
import { Banner } from '#ui/Banner.tsx';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { ErrorState } from '#ui/ErrorState.tsx';
import { Skeleton, SkeletonGroup } from '#ui/Skeleton.tsx';
import { useDraft, type NoticeSource } from '../api/source.ts';
import { ChangeList } from './ChangeList.tsx';
import { FactsCard } from './FactsCard.tsx';
import type { NoticeSearch } from './notice-search.ts';
import { PreviewCard } from './PreviewCard.tsx';
import { PublishDialog } from './PublishDialog.tsx';
import { useNoticeWords } from './use-notice-words.ts';
import { VersionsCard } from './VersionsCard.tsx';

interface NoticeViewProps {
  page: ComponentType<PageProps>;
  source: NoticeSource;
  search: NoticeSearch;
  onSearch: (search: NoticeSearch) => void;
}

/** A notice: facts, what it would say now, what changed, publishing, versions. */
export function NoticeView({ page: Page, source, search, onSearch }: NoticeViewProps) {
  const { t } = useLingui();
  const { missing, language } = useNoticeWords();
  const draft = useDraft(source);
  const [publishing, setPublishing] = useState(false);
  const data = draft.data;
  const isFirst = data?.versions.length === 0;
  const canPublish = data !== undefined && data.missing.length === 0 && (isFirst || data.changes.length > 0);
  return (
    <Page
      title={t`Notice`}
      description={
        source.kind === 'workspace'
          ? t`Your public privacy pages, written from what is true here. What stops being true disappears by itself.`
          : t`The privacy pages for everybody with an account here, written from what is true.`
      }
      width="wide"
      action={
        source.mayChange && canPublish ? (
          <Button variant="primary" onClick={() => setPublishing(true)}>
            <Trans>Publish</Trans>
          </Button>
        ) : undefined
      }
    >
      {draft.isPending ? (
        <SkeletonGroup label={t`Loading the notice`}>
          <div className="flex flex-col gap-5">
            <Skeleton className="h-72 w-full" />
            <Skeleton className="h-96 w-full" />
          </div>
        </SkeletonGroup>
      ) : data === undefined ? (
        <Card flush>
          <ErrorState error={draft.error} onRetry={() => void draft.refetch()} />
        </Card>
      ) : (
        <div className="flex flex-col gap-5">
          {data.missing.length === 0 ? null : (
            <Banner tone="warn" title={<Trans>It cannot be published yet. This is missing:</Trans>}>
              <ul className="list-disc pl-5">
                {missingFirst(data.missing).map((one) => (
                  <li key={one}>{missing(one)}</li>
                ))}
              </ul>
            </Banner>
          )}
          {data.dropped.length === 0 ? null : (
            <Banner tone="bad" title={<Trans>This was published and is not true at the moment. It is not shown:</Trans>}>
              <ul className="list-disc pl-5">
                {[...new Map(data.dropped.map((one) => [one.text.en, one])).values()].map((one) => (
                  <li key={one.key}>{one.text[language]}</li>
                ))}
              </ul>
            </Banner>
          )}
          <FactsCard source={source} facts={data.facts} />
          {isFirst || data.changes.length === 0 ? null : (
            <Card title={t`What publishing would change`}>
              <ChangeList changes={data.changes} language={language} />
            </Card>
          )}
          <PreviewCard draft={data} search={search} onSearch={onSearch} />
          <VersionsCard draft={data} />
        </div>
      )}
      {publishing && data !== undefined ? <PublishDialog source={source} draft={data} onClose={() => setPublishing(false)} /> : null}
    </Page>
  );
}

/** Facts first: what a section lacks is mostly said by a fact that is missing, so sections are named once the facts are there. */
function missingFirst(missing: readonly string[]): readonly string[] {
  const facts = missing.filter((one) => one.startsWith('fact:'));
  return facts.length > 0 ? facts : missing;
}
