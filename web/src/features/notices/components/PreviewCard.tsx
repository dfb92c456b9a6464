import { NOTICE_PAGES, NOTICE_SECTIONS, type NoticeDraft } from '@kabar/contract';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { ExternalLink } from 'lucide-react';
import { Badge } from '#ui/Badge.tsx';
import { Card } from '#ui/Card.tsx';
import { Select } from '#ui/Select.tsx';
import type { NoticeSearch } from './notice-search.ts';
import { useNoticeWords } from './use-notice-words.ts';

interface PreviewCardProps {
  draft: NoticeDraft;
  search: NoticeSearch;
  onSearch: (search: NoticeSearch) => void;
}

/** A page as it would be published now, in one of its languages, and what cannot be said on it. */
export function PreviewCard({ draft, search, onSearch }: PreviewCardProps) {
  const { t } = useLingui();
  const { pages, sections, language: own } = useNoticeWords();
  const page = search.page ?? 'privacy';
  const language = search.lang ?? own;
  const said = draft.sentences.filter((one) => one.page === page);
  const silent = draft.silent.filter((one) => one.page === page);
  const published = draft.versions.some(({ state }) => state === 'current');
  const url = draft.urls.find((one) => one.page === page)?.url;
  return (
    <Card
      title={t`What the pages would say now`}
      description={t`Written from what is switched on and proven at this moment.`}
      action={
        published && url !== undefined ? (
          <a href={url} target="_blank" rel="noopener noreferrer" className="inline-flex items-center gap-1 text-13 text-accent-text">
            <ExternalLink aria-hidden className="size-3.5" />
            <Trans>Open the public page</Trans>
          </a>
        ) : undefined
      }
    >
      <div className="flex flex-col gap-4">
        <div className="flex flex-wrap gap-2">
          <div className="w-56 max-sm:w-full">
            <Select
              label={t`Page`}
              value={page}
              options={NOTICE_PAGES.map((one) => ({ value: one, label: pages[one] }))}
              onValueChange={(next) => onSearch({ ...search, page: next })}
            />
          </div>
          <div className="w-44 max-sm:w-full">
            <Select
              label={t`Language of the page`}
              value={language}
              options={[
                { value: 'en', label: 'English' },
                { value: 'id', label: 'Bahasa Indonesia' },
              ]}
              onValueChange={(next) => onSearch({ ...search, lang: next })}
            />
          </div>
        </div>
        <div lang={language} className="flex flex-col gap-4 rounded-card border border-line bg-surface-1 p-4 sm:p-5">
          {NOTICE_SECTIONS.map((section) => {
            const here = said.filter((one) => one.section === section);
            return here.length === 0 ? null : (
              <section key={section} className="flex flex-col gap-1.5">
                <h3 lang={own} className="text-13 font-semibold text-strong">
                  {sections[section]}
                </h3>
                <ul className="flex list-disc flex-col gap-1 pl-5">
                  {here.map((one) => (
                    <li key={one.key} className="text-14 wrap-anywhere text-normal">
                      {one.text[language]} <span className="text-12 text-weak">{one.promises.join(' ')}</span>
                    </li>
                  ))}
                </ul>
              </section>
            );
          })}
          {said.length === 0 ? (
            <p className="text-13 text-weak">
              <Trans>Nothing can be said on this page yet.</Trans>
            </p>
          ) : null}
        </div>
        {silent.length === 0 ? null : (
          <details>
            <summary className="cursor-pointer py-1 text-13 font-medium text-strong">
              <Plural value={silent.length} one="# sentence cannot be said now" other="# sentences cannot be said now" />
            </summary>
            <ul className="mt-1 flex flex-col gap-1">
              {silent.map((one) => (
                <li key={one.key} className="flex flex-wrap items-center gap-2 text-13 text-normal">
                  {sections[one.section]}
                  <span className="text-weak">
                    <Trans>waits for</Trans>
                  </span>
                  {one.waits_for.map((promise) => (
                    <Badge key={promise}>{promise}</Badge>
                  ))}
                </li>
              ))}
            </ul>
          </details>
        )}
      </div>
    </Card>
  );
}
