import { KabarError } from '@kabar/sdk';
import { Inbox } from 'lucide-react';
import { useState } from 'react';
import { Badge, CountBadge } from '#ui/Badge.tsx';
import { Banner } from '#ui/Banner.tsx';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { Checklist } from '#ui/Checklist.tsx';
import { EmptyState } from '#ui/EmptyState.tsx';
import { ErrorBanner } from '#ui/ErrorBanner.tsx';
import { ErrorState } from '#ui/ErrorState.tsx';
import { Progress } from '#ui/Progress.tsx';
import { RowSkeletons } from '#ui/Skeleton.tsx';
import { Spinner } from '#ui/Spinner.tsx';
import { Tabs } from '#ui/Tabs.tsx';
import { Section, Specimen } from './Specimen.tsx';

const tones = ['info', 'good', 'warn', 'bad'] as const;
const refused = new KabarError('number_credentials_refused', {
  requestId: 'req_01jd8z3t5kf6v9b2m4n7p0q1rs',
  details: { reason: 'The token has expired.' },
});

/** What the page says by itself. */
export function FeedbackSpecimens() {
  return (
    <Section name="Banner, badge, empty, error, skeleton, progress">
      <div className="grid gap-3 lg:grid-cols-2">
        {tones.map((tone) => (
          <Banner key={tone} tone={tone} title={`A title, ${tone}`}>
            What happened, what was kept, what to do.
          </Banner>
        ))}
        <Banner tone="info" action={<Button size="sm">Action</Button>}>
          Without a title.
        </Banner>
        <ErrorBanner error={refused} onRetry={() => undefined} />
      </div>
      <Specimen name="badges" wide>
        <Badge>Neutral</Badge>
        <Badge tone="accent">Accent</Badge>
        {tones.map((tone) => (
          <Badge key={tone} tone={tone} dot>
            {tone}
          </Badge>
        ))}
        <CountBadge count={3} label="3 unread" />
        <CountBadge count={120} label="120 unread" />
        <Spinner />
      </Specimen>
      <div className="grid gap-4 lg:grid-cols-2">
        <Card>
          <EmptyState
            picture={<Inbox />}
            title="No conversations yet"
            action={<Button variant="primary">Open the phone</Button>}
            link="How it works"
          >
            When a customer writes, the conversation appears here.
          </EmptyState>
        </Card>
        <Card>
          <ErrorState error={new KabarError('connection_failed')} onRetry={() => undefined} />
        </Card>
        <Card title="Skeletons" description="Only after 150 ms" flush>
          <RowSkeletons label="Loading" rows={3} />
        </Card>
        <Card title="Progress" footer={<Button>Close</Button>}>
          <div className="flex flex-col gap-5">
            <Progress
              label="Importing contacts"
              done={12_400}
              total={100_000}
              restMs={190_000}
              action={<Button size="sm">Cancel</Button>}
            />
            <Progress label="Almost done" done={100} total={100} />
            <Progress label="Counting" done={0} total={0} />
          </div>
        </Card>
      </div>
    </Section>
  );
}

/** Things with an order or a place. */
export function StructureSpecimens() {
  const [tab, setTab] = useState('members');
  return (
    <Section name="Tabs, checklist">
      <Tabs
        label="Settings"
        value={tab}
        onValueChange={setTab}
        items={[
          { value: 'workspace', label: 'Workspace', content: 'Name, address, time zone.' },
          { value: 'members', label: 'Members', count: 12, content: 'Twelve people.' },
        ]}
      />
      <Checklist
        label="First steps"
        steps={[
          { id: 'a', title: 'Connect a number', done: true },
          { id: 'b', title: 'Open the phone', done: false, content: <Button variant="primary">Open the phone</Button> },
          { id: 'c', title: 'Receive a message', done: false },
        ]}
      />
    </Section>
  );
}
