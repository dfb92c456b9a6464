import { PURPOSES, type DataMapEntry } from '@kabar/contract';
import { Plural, useLingui } from '@lingui/react/macro';
import { Database, File, Hourglass, LockKeyhole, ScrollText, type LucideIcon } from 'lucide-react';
import { Badge } from '#ui/Badge.tsx';
import { Card } from '#ui/Card.tsx';
import { DataTable } from '#ui/DataTable.tsx';
import { mainErasureOf, peopleOf } from '../fns/data-flow.ts';
import type { DataNames } from '../fns/use-data-names.ts';

const icons: Readonly<Record<DataMapEntry['place'], LucideIcon>> = { table: Database, objects: File, job: Hourglass, log: ScrollText };

/** Props of PlaceGroups. `all` is the whole map, for places that go with another. */
export interface PlaceGroupsProps {
  entries: readonly DataMapEntry[];
  all: readonly DataMapEntry[];
  names: DataNames;
  onOpen: (id: string) => void;
}

/** Places under what they are used for; each opens. */
export function PlaceGroups({ entries, all, names, onOpen }: PlaceGroupsProps) {
  const { t } = useLingui();
  return PURPOSES.map((purpose) => ({ purpose, rows: entries.filter((entry) => entry.purpose === purpose) }))
    .filter(({ rows }) => rows.length > 0)
    .map(({ purpose, rows }) => (
      <Card
        key={purpose}
        flush
        title={names.purpose(purpose)}
        description={[...new Set(rows.map((row) => row.legal_basis))].map(names.basis).join(' · ')}
        action={
          <span className="text-13 text-weak">
            <Plural value={rows.length} one="# place" other="# places" />
          </span>
        }
      >
        <DataTable
          label={names.purpose(purpose)}
          rows={rows}
          rowKey={({ id }) => id}
          rowLabel={({ holds }) => names.say(holds)}
          onOpen={({ id }) => onOpen(id)}
          columns={[
            {
              id: 'what',
              header: t`What`,
              grow: true,
              sortValue: ({ holds }) => names.say(holds),
              cell: ({ place, holds, encryption }) => {
                const Icon = icons[place];
                return (
                  <span className="flex min-w-0 items-center gap-2">
                    <Icon aria-hidden className="size-4 shrink-0 text-weak" />
                    <span className="truncate text-strong">{names.say(holds)}</span>
                    {encryption.endsWith('_key') ? (
                      <LockKeyhole aria-label={names.encryption(encryption)} className="size-3.5 shrink-0 text-good" />
                    ) : null}
                  </span>
                );
              },
            },
            {
              id: 'whose',
              header: t`Whose`,
              narrow: false,
              width: '13rem',
              cell: (entry) => <span className="text-weak">{peopleOf(entry).map(names.whose).join(', ') || names.whose('nobody')}</span>,
            },
            {
              id: 'retention',
              header: t`How long`,
              narrow: false,
              width: '14rem',
              cell: (entry) => <span className="text-weak">{names.retention(entry, all)}</span>,
            },
            {
              id: 'erasure',
              header: t`When erased`,
              width: '9rem',
              sortValue: (entry) => mainErasureOf(entry),
              cell: (entry) => <ErasureBadge erasure={mainErasureOf(entry)} names={names} />,
            },
          ]}
        />
      </Card>
    ));
}

/** What erasing the person does, in a word. */
export function ErasureBadge({ erasure, names }: { erasure: DataMapEntry['erasure']; names: DataNames }) {
  return (
    <Badge tone={erasure === 'keep' ? 'warn' : 'good'} dot>
      {names.erasure(erasure)}
    </Badge>
  );
}
