import type { NoticeChange } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { Badge } from '#ui/Badge.tsx';
import { useNoticeWords } from './use-notice-words.ts';

/** What changed from one notice to the next, in words. The same sentence on several pages is told once. */
export function ChangeList({ changes, language }: { changes: readonly NoticeChange[]; language: 'en' | 'id' }) {
  const { t } = useLingui();
  const { sections } = useNoticeWords();
  const kinds = {
    added: { name: t`New`, tone: 'good' },
    dropped: { name: t`No longer said`, tone: 'bad' },
    changed: { name: t`Changed`, tone: 'info' },
  } as const;
  const once = [
    ...new Map(changes.map((change) => [`${change.kind} ${change.before?.en ?? ''} ${change.after?.en ?? ''}`, change])).entries(),
  ];
  return (
    <ul className="flex flex-col divide-y divide-line">
      {once.map(([key, { kind, section, before, after, is_material: isMaterial }]) => (
        <li key={key} className="flex flex-col gap-1 py-2.5">
          <div className="flex flex-wrap items-center gap-2">
            <Badge tone={kinds[kind].tone} dot>
              {kinds[kind].name}
            </Badge>
            <span className="text-12 text-weak">{sections[section]}</span>
            {isMaterial ? (
              <Badge tone="warn">
                <Trans>Told 30 days ahead</Trans>
              </Badge>
            ) : null}
          </div>
          {before ? <del className="text-13 wrap-anywhere text-weak">{before[language]}</del> : null}
          {after ? <p className="text-13 wrap-anywhere text-strong">{after[language]}</p> : null}
        </li>
      ))}
    </ul>
  );
}
