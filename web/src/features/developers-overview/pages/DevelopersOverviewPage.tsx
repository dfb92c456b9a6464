import { Trans, useLingui } from '@lingui/react/macro';
import { BookOpen, FileCode } from 'lucide-react';
import { UsageCard } from '#features/request-log';
import { usePermission } from '#features/session';
import { DevelopersPage } from '#frame/DevelopersLayout.tsx';
import { ButtonAnchor } from '#ui/ButtonLink.tsx';
import { Card } from '#ui/Card.tsx';
import { CopyField } from '#ui/CopyField.tsx';
import { ConcernList } from '../components/ConcernList.tsx';
import { FirstCall } from '../components/FirstCall.tsx';

/** Where a developer begins: addresses, the first call, and what needs attention. */
export function DevelopersOverviewPage() {
  const { t } = useLingui();
  const maySeeUsage = usePermission('logs:read');
  return (
    <DevelopersPage
      title={t`Developers`}
      description={t`Everything the dashboard does, a program can do.`}
      action={
        <>
          <ButtonAnchor icon={<FileCode aria-hidden />} href="/reference" target="_blank" rel="noreferrer">
            <Trans>API reference</Trans>
          </ButtonAnchor>
          <ButtonAnchor icon={<BookOpen aria-hidden />} href="/docs" target="_blank" rel="noreferrer">
            <Trans>Guides</Trans>
          </ButtonAnchor>
        </>
      }
    >
      <ConcernList />
      {maySeeUsage ? <UsageCard /> : null}
      <Card title={t`Addresses`}>
        <div className="grid gap-4 sm:grid-cols-2">
          <CopyField label={t`API`} value={`${location.origin}/v1`} hint={t`Kabar’s own, with everything.`} />
          <CopyField
            label={t`Like Meta’s Cloud API`}
            value={`${location.origin}/graph`}
            hint={t`For programs written for Meta: put this in the place of graph.facebook.com and a key of yours in the place of the token.`}
          />
        </div>
      </Card>
      <FirstCall />
    </DevelopersPage>
  );
}
