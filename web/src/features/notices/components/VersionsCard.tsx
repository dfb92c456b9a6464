import type { NoticeDraft } from '@kabar/contract';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { useFormat } from '#lib/use-format.ts';
import { Badge } from '#ui/Badge.tsx';
import { Card } from '#ui/Card.tsx';

/** What was published, newest first, with what became of its announcement. */
export function VersionsCard({ draft }: { draft: NoticeDraft }) {
  const { t } = useLingui();
  const format = useFormat();
  const states = {
    upcoming: { name: t`Announced`, tone: 'info' },
    current: { name: t`Counts now`, tone: 'good' },
    past: { name: t`Earlier`, tone: 'neutral' },
  } as const;
  const url = draft.urls.find(({ page }) => page === 'privacy')?.url;
  return (
    <Card title={t`Versions`} description={t`Each is kept as it was published.`} flush={draft.versions.length > 0}>
      {draft.versions.length === 0 ? (
        <p className="text-13 text-weak">
          <Trans>Nothing has been published yet.</Trans>
        </p>
      ) : (
        <ul className="divide-y divide-line border-t border-line">
          {draft.versions.map((one) => (
            <li key={one.id} className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2.5 sm:px-5">
              <a
                href={`${url}?version=${one.number}`}
                target="_blank"
                rel="noopener noreferrer"
                className="text-14 font-medium text-accent-text"
              >
                <Trans>Version {one.number}</Trans>
              </a>
              <Badge tone={states[one.state].tone} dot>
                {states[one.state].name}
              </Badge>
              <span className="text-13 text-normal">
                <Trans>
                  published {format.date(one.published_at)}, counts from {format.date(one.effective_at)}
                </Trans>
              </span>
              <span className="text-12 text-weak">
                {one.is_material ? (
                  <Plural value={one.announced.mailed} one="# person mailed" other="# people mailed" />
                ) : (
                  <Trans>needed no announcement</Trans>
                )}
                {one.announced.accepted === null ? null : (
                  <>
                    {' · '}
                    <Plural value={one.announced.accepted} one="# person accepted" other="# people accepted" />
                  </>
                )}
              </span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
