import { useMemo, useState } from 'react';
import { Avatar } from '#ui/Avatar.tsx';
import { Badge } from '#ui/Badge.tsx';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { CharacterCount } from '#ui/CharacterCount.tsx';
import { ChartFrame } from '#ui/ChartFrame.tsx';
import { CodeBlock } from '#ui/CodeBlock.tsx';
import { CopyField } from '#ui/CopyField.tsx';
import { DataTable, type DataColumn } from '#ui/DataTable.tsx';
import { DateSeparator } from '#ui/DateSeparator.tsx';
import { JsonView } from '#ui/JsonView.tsx';
import { Kbd } from '#ui/Kbd.tsx';
import { LoadMore } from '#ui/LoadMore.tsx';
import { PhoneFrame } from '#ui/PhoneFrame.tsx';
import { RelativeTime } from '#ui/RelativeTime.tsx';
import { ReorderButtons } from '#ui/ReorderButtons.tsx';
import { SplitPanes } from '#ui/SplitPanes.tsx';
import { VirtualList } from '#ui/VirtualList.tsx';
import { Section, Specimen } from './Specimen.tsx';

interface Person {
  id: string;
  name: string | null;
  count: number | null;
}

const names = [
  'Siti Rahma',
  'Budi Santoso',
  'مريم الحسن',
  'दीपिका शर्मा',
  null,
  '🌸 Bunga 🌸',
  'A name so long that nobody would ever believe it, and yet it has come',
];
const peopleCounts = ['0', '1', '7', '50', '50000'] as const;

function people(count: number): Person[] {
  return Array.from({ length: count }, (_, index) => ({
    id: `person-${index}`,
    name: names[index % names.length] ?? null,
    count: index % 5 === 4 ? null : (index * 37) % 211,
  }));
}

const columns: DataColumn<Person>[] = [
  {
    id: 'name',
    grow: true,
    header: 'Name',
    sortValue: (row) => row.name,
    cell: (row) => (
      <span className="flex items-center gap-2.5">
        <Avatar id={row.id} name={row.name} size="sm" />
        <span dir="auto" className="max-w-100 truncate text-strong">
          {row.name ?? 'No name'}
        </span>
      </span>
    ),
  },
  { id: 'count', header: 'Messages', align: 'end', width: '8rem', sortValue: (row) => row.count, cell: (row) => row.count ?? '–' },
  { id: 'state', header: 'State', narrow: false, width: '8rem', cell: () => <Badge tone="good">Active</Badge> },
];

/** Lists and tables, with few and with very many rows. */
export function ListSpecimens() {
  const [count, setCount] = useState<(typeof peopleCounts)[number]>('7');
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set(['person-1']));
  const rows = useMemo(() => people(Number(count)), [count]);
  return (
    <Section name="Table, virtual list, split panes, load more">
      <Specimen name="rows" wide>
        {peopleCounts.map((option) => (
          <Button key={option} size="sm" variant={option === count ? 'primary' : 'secondary'} onClick={() => setCount(option)}>
            {option}
          </Button>
        ))}
      </Specimen>
      <Card flush>
        <DataTable
          label="People"
          columns={columns}
          rows={rows}
          rowKey={(row) => row.id}
          rowLabel={(row) => row.name ?? 'No name'}
          selected={selected}
          onSelectedChange={setSelected}
          onOpen={() => undefined}
          maxHeight="20rem"
        />
      </Card>
      <div className="h-80 overflow-hidden rounded-card border border-line">
        <SplitPanes
          id="gallery"
          start={{
            label: 'People',
            widthPx: 280,
            minPx: 200,
            maxPx: 420,
            content: (
              <VirtualList
                label="People"
                items={rows}
                itemKey={(row) => row.id}
                estimatePx={64}
                renderItem={(row) => (
                  <button type="button" className="flex h-16 w-full items-center gap-3 px-3 text-left -outline-offset-2 hover:bg-surface-2">
                    <Avatar id={row.id} name={row.name} size="lg" />
                    <span className="min-w-0 flex-1">
                      <span dir="auto" className="block truncate font-medium text-strong">
                        {row.name ?? 'No name'}
                      </span>
                      <span className="block truncate text-13 text-weak">A line of the last message</span>
                    </span>
                  </button>
                )}
              />
            ),
          }}
          main={<div className="p-4">The rest of the room</div>}
          end={{ label: 'Customer', widthPx: 200, minPx: 160, maxPx: 300, content: <div className="p-4">Customer</div> }}
        />
      </div>
      <Specimen name="load more" wide>
        <LoadMore hasMore loading={false} onLoadMore={() => undefined} />
        <LoadMore hasMore loading onLoadMore={() => undefined} />
        <LoadMore hasMore loading={false} onLoadMore={() => undefined} error="No connection to Kabar." />
        <LoadMore hasMore={false} loading={false} onLoadMore={() => undefined} end="That was all." />
      </Specimen>
    </Section>
  );
}

/** Things that are read and copied. */
export function ReadSpecimens() {
  const [now] = useState(() => Date.now());
  return (
    <Section name="Code, JSON, copy field, time, keys, phone, avatar">
      <div className="grid gap-6 lg:grid-cols-2">
        <CodeBlock
          label="Send a message"
          code={"curl 'https://kabar.example/v1/messages' \\\n  -H 'Authorization: Bearer kabar_live_…' \\\n  -d '{\"type\":\"text\"}'"}
        />
        <JsonView
          label="A delivery"
          value={{ object: 'whatsapp_business_account', entry: [{ id: '1', changes: [], ok: true, nothing: null, size: 12 }] }}
        />
        <CopyField label="Callback URL" value="https://kabar.example/webhooks/meta/0f3c" hint="Enter it at Meta." />
        <Specimen name="times and keys">
          <RelativeTime at={now - 10_000} />
          <RelativeTime at={now - 7 * 60_000} />
          <RelativeTime at={now - 5 * 3_600_000} />
          <RelativeTime at={now - 40 * 86_400_000} />
          <RelativeTime at={now - 26 * 3_600_000} style="list" />
          <Kbd keys="mod+k" />
          <Kbd keys="g i" />
        </Specimen>
        <div>
          <DateSeparator at={now} />
          <DateSeparator at={now - 86_400_000} />
          <DateSeparator at={now - 20 * 86_400_000} />
        </div>
        <Specimen name="avatars">
          {names.map((name, index) => (
            <Avatar key={index} id={`person-${index}`} name={name} size="lg" />
          ))}
          <Avatar id="w" name="Toko Melati" square />
          <Avatar id="x" name="Ana" size="xl" />
          <Avatar id="y" name="Ana" size="sm" />
        </Specimen>
        <PhoneFrame title="Toko Melati" subtitle="Business account">
          <p className="self-start rounded-bubble rounded-bl-[4px] bg-bubble-customer px-3 py-1.5 text-strong">Is it still there?</p>
          <p className="self-end rounded-bubble rounded-br-[4px] bg-bubble-own px-3 py-1.5 text-strong">Yes!</p>
        </PhoneFrame>
      </div>
      <Specimen name="Characters of a bound: few, nearly all, too many">
        <CharacterCount text="Hello" max={60} />
        <CharacterCount text={'a'.repeat(58)} max={60} />
        <CharacterCount text={'🙂'.repeat(61)} max={60} />
      </Specimen>
      <Specimen name="Order by keyboard: first, middle, across">
        <ReorderButtons name="first" index={0} count={3} onMove={() => undefined} />
        <ReorderButtons name="second" index={1} count={3} onMove={() => undefined} />
        <ReorderButtons direction="horizontal" name="card 3" index={2} count={3} onMove={() => undefined} />
      </Specimen>
      <Specimen wide name="Chart with its table">
        <div className="w-full max-w-120">
          <ChartFrame
            label="Messages per day"
            columns={['Day', 'Sent']}
            legend={[{ name: 'Sent', color: 'var(--accent)' }]}
            rows={[3, 7, 5].map((count, index) => ({ key: String(index), cells: [`Day ${index + 1}`, String(count)] }))}
          >
            <div className="flex h-full items-end gap-2 border-b border-line">
              {[3, 7, 5].map((count) => (
                <span key={count} className="w-10 bg-accent" style={{ height: `${count * 12}%` }} />
              ))}
            </div>
          </ChartFrame>
        </div>
      </Specimen>
    </Section>
  );
}
