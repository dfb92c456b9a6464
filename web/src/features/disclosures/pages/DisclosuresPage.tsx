import { Trans, useLingui } from '@lingui/react/macro';
import { Landmark } from 'lucide-react';
import { useState } from 'react';
import { useWorkspace } from '#features/session';
import { PrivacyPage } from '#frame/PrivacyLayout.tsx';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { EmptyState } from '#ui/EmptyState.tsx';
import { ErrorState } from '#ui/ErrorState.tsx';
import { NextPage } from '#ui/NextPage.tsx';
import { RowSkeletons } from '#ui/Skeleton.tsx';
import { useDisclosures } from '../api/queries.ts';
import { DisclosureCard } from '../components/DisclosureCard.tsx';
import { RecordDisclosureDialog } from '../components/RecordDisclosureDialog.tsx';

/** `/w/{slug}/privacy/disclosures`: what authorities asked for and got. */
export function DisclosuresPage() {
  const { t } = useLingui();
  const { permissions } = useWorkspace();
  const query = useDisclosures();
  const [recording, setRecording] = useState(false);
  const record = permissions.has('privacy:write') ? (
    <Button variant="primary" onClick={() => setRecording(true)}>
      <Trans>Record a request</Trans>
    </Button>
  ) : undefined;
  return (
    <PrivacyPage
      title={t`Disclosures`}
      description={t`When an authority asks for data: recorded, approved by a second person, exported with a fingerprint, kept on record.`}
      action={record}
    >
      {query.isPending ? (
        <RowSkeletons label={t`Disclosures`} rows={3} />
      ) : query.isError ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : query.data.length === 0 ? (
        <Card flush>
          <EmptyState picture={<Landmark aria-hidden />} title={<Trans>No authority has asked</Trans>}>
            <Trans>Should one ask, record it here first. Without a record, data for an authority cannot be exported.</Trans>
          </EmptyState>
        </Card>
      ) : (
        query.data.map((disclosure) => <DisclosureCard key={disclosure.id} disclosure={disclosure} />)
      )}
      <NextPage query={query} />
      {recording ? <RecordDisclosureDialog onClose={() => setRecording(false)} /> : null}
    </PrivacyPage>
  );
}
