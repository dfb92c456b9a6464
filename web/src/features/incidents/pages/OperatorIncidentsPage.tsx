import { Trans, useLingui } from '@lingui/react/macro';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { OperatorPage } from '#frame/OperatorLayout.tsx';
import { accountApi } from '#lib/api.ts';
import { Button } from '#ui/Button.tsx';
import { ErrorState } from '#ui/ErrorState.tsx';
import { RowSkeletons } from '#ui/Skeleton.tsx';
import { IncidentSourceContext, useIncident, type IncidentSource } from '../api/queries.ts';
import { IncidentDetail } from '../components/IncidentDetail.tsx';
import { IncidentList } from '../components/IncidentList.tsx';
import { RecordIncidentDialog } from '../components/RecordIncidentDialog.tsx';

const source: IncidentSource = {
  key: ['operator', 'incidents'],
  shared: accountApi.operatorIncidents,
  own: null,
  all: accountApi.operatorIncidents,
  mayWrite: true,
};

/** `/operator/incidents`: incidents of the installation, which span workspaces. */
export function OperatorIncidentsPage() {
  const { t } = useLingui();
  const navigate = useNavigate();
  const [recording, setRecording] = useState(false);
  return (
    <IncidentSourceContext value={source}>
      <OperatorPage
        title={t`Incidents`}
        description={t`What concerns the machines or several workspaces. Each workspace concerned is told from here.`}
        action={
          <Button variant="primary" onClick={() => setRecording(true)}>
            <Trans>Record an incident</Trans>
          </Button>
        }
      >
        <IncidentList
          onRecord={() => setRecording(true)}
          linkTo={(id, content) => (
            <Link to="/operator/incidents/$id" params={{ id }} className="block -outline-offset-2 hover:bg-surface-2">
              {content}
            </Link>
          )}
        />
        {recording ? (
          <RecordIncidentDialog
            onClose={() => setRecording(false)}
            onRecorded={(id) => void navigate({ to: '/operator/incidents/$id', params: { id } })}
          />
        ) : null}
      </OperatorPage>
    </IncidentSourceContext>
  );
}

/** `/operator/incidents/{id}` */
export function OperatorIncidentPage({ id }: { id: string }) {
  return (
    <IncidentSourceContext value={source}>
      <One id={id} />
    </IncidentSourceContext>
  );
}

function One({ id }: { id: string }) {
  const { t } = useLingui();
  const query = useIncident(id);
  const back = (
    <Link to="/operator/incidents" className="rounded-control text-13 font-medium text-accent-text">
      <Trans>All incidents</Trans>
    </Link>
  );
  return (
    <OperatorPage title={query.data?.title ?? t`Incident`} back={back}>
      {query.isPending ? (
        <RowSkeletons label={t`Incident`} rows={5} />
      ) : query.isError ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <IncidentDetail incident={query.data} />
      )}
    </OperatorPage>
  );
}
