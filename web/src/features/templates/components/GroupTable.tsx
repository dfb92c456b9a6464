import type { TemplateGroup } from '@kabar/contract';
import { useLingui } from '@lingui/react/macro';
import { Link, useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useWorkspace } from '#features/session';
import { cn } from '#lib/cn.ts';
import { toneStyles } from '#ui/Banner.tsx';
import { DataTable, type DataColumn } from '#ui/DataTable.tsx';
import { RelativeTime } from '#ui/RelativeTime.tsx';
import { languageName } from '../fns/language-name.ts';
import { categoryLabel, statusWords } from '../fns/template-words.ts';
import { QualityBadge } from './StatusBadge.tsx';

type Language = TemplateGroup['languages'][number];
const worst = { red: 0, yellow: 1, green: 2, unknown: 3 } as const;

function LanguageChips({ languages }: { languages: readonly Language[] }) {
  const { i18n } = useLingui();
  return (
    <span className="flex flex-wrap gap-1">
      {languages.map((language) => {
        const words = statusWords[language.status];
        const name = languageName(language.language, i18n.locale);
        return (
          <Link
            key={language.id}
            from="/w/$slug"
            to="/w/$slug/templates/$templateId"
            params={(params) => ({ ...params, templateId: language.id })}
            title={language.not_usable_reason ?? undefined}
            className={cn(
              'inline-flex h-6 items-center gap-1.5 rounded-full px-2 text-12 font-medium whitespace-nowrap hover:underline touch:h-9',
              words.tone === 'neutral' ? 'bg-surface-3 text-normal' : toneStyles[words.tone],
            )}
          >
            {name}
            <span className="font-normal">{i18n._(words.label)}</span>
          </Link>
        );
      })}
    </span>
  );
}

/** When a name was last sent, over its languages. */
function lastSent(group: TemplateGroup): string | null {
  return group.languages.reduce<string | null>(
    (last, { last_sent_at: at }) => (at !== null && (last === null || at > last) ? at : last),
    null,
  );
}

/** Templates by name, each language a link to its page. */
export function GroupTable({ groups }: { groups: readonly TemplateGroup[] }) {
  const { t, i18n } = useLingui();
  const { workspace } = useWorkspace();
  const navigate = useNavigate();
  const columns = useMemo<DataColumn<TemplateGroup>[]>(
    () => [
      {
        id: 'name',
        header: t`Name`,
        grow: true,
        sortValue: (group) => group.name,
        cell: (group) => (
          <span className="block min-w-0">
            <span className="block truncate font-medium text-strong">{group.name}</span>
            <span className="mt-1 block sm:hidden">
              <LanguageChips languages={group.languages} />
            </span>
          </span>
        ),
      },
      { id: 'languages', header: t`Languages`, narrow: false, cell: (group) => <LanguageChips languages={group.languages} /> },
      {
        id: 'category',
        header: t`Category`,
        narrow: false,
        sortValue: (group) => group.languages[0]?.category ?? '',
        cell: (group) => [...new Set(group.languages.map((language) => i18n._(categoryLabel(language.category))))].join(', '),
      },
      {
        id: 'quality',
        header: t`Quality`,
        narrow: false,
        cell: (group) => {
          const quality = group.languages.map((language) => language.quality).toSorted((a, b) => worst[a] - worst[b])[0];
          return quality === undefined || quality === 'unknown' ? <span className="text-weak">–</span> : <QualityBadge quality={quality} />;
        },
      },
      {
        id: 'last',
        header: t`Last sent`,
        align: 'end',
        narrow: false,
        sortValue: lastSent,
        cell: (group) => {
          const at = lastSent(group);
          return at === null ? <span className="text-weak">–</span> : <RelativeTime at={at} className="text-weak" />;
        },
      },
    ],
    [t, i18n],
  );
  return (
    <DataTable
      label={t`Templates`}
      columns={columns}
      rows={groups}
      rowKey={(group) => `${group.waba_id}/${group.name}`}
      rowLabel={(group) => group.name}
      onOpen={(group) => {
        const first = group.languages[0];
        if (first) void navigate({ to: '/w/$slug/templates/$templateId', params: { slug: workspace.slug, templateId: first.id } });
      }}
    />
  );
}
