import { Trans, useLingui } from '@lingui/react/macro';
import { Link, useNavigate } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { useWorkspace } from '#features/session';
import { PrivacyPage } from '#frame/PrivacyLayout.tsx';
import { workspaceKey } from '#lib/query-keys.ts';
import { Button } from '#ui/Button.tsx';
import { ErrorState } from '#ui/ErrorState.tsx';
import { RowSkeletons } from '#ui/Skeleton.tsx';
import { IncidentSourceContext, useIncident, type IncidentSource } from '../api/queries.ts';
import { IncidentDetail } from '../components/IncidentDetail.tsx';
import { IncidentList } from '../components/IncidentList.tsx';
import { RecordIncidentDialog } from '../components/RecordIncidentDialog.tsx';

function useSource(): IncidentSource {
  const { api, workspace, permissions } = useWorkspace();
  const mayWrite = permissions.has('privacy:write');
  return useMemo(
    () => ({ key: [...workspaceKey(workspace.id), 'incidents'], shared: api.incidents, own: api.incidents, all: null, mayWrite }),
    [api, workspace.id, mayWrite],
  );
}

/** `/w/{slug}/privacy/incidents`: incidents of the workspace. */
export function IncidentsPage() {
  const { t } = useLingui();
  const source = useSource();
  const navigate = useNavigate({ from: '/w/$slug' });
  const [recording, setRecording] = useState(false);
  return (
    <IncidentSourceContext value={source}>
      <PrivacyPage
        title={t`Incidents`}
        description={t`When data may have been seen, taken, changed or lost: what to do next, and by when.`}
        action={
          source.mayWrite ? (
            <Button variant="primary" onClick={() => setRecording(true)}>
              <Trans>Record an incident</Trans>
            </Button>
          ) : undefined
        }
      >
        <IncidentList
          onRecord={() => setRecording(true)}
          linkTo={(id, content) => (
            <Link
              from="/w/$slug"
              to="/w/$slug/privacy/incidents/$id"
              params={{ id }}
              className="block -outline-offset-2 hover:bg-surface-2"
            >
              {content}
            </Link>
          )}
        />
        {recording ? (
          <RecordIncidentDialog
            onClose={() => setRecording(false)}
            onRecorded={(id) => void navigate({ to: '/w/$slug/privacy/incidents/$id', params: { id } })}
          />
        ) : null}
      </PrivacyPage>
    </IncidentSourceContext>
  );
}

/** `/w/{slug}/privacy/incidents/{id}` */
export function IncidentPage({ id }: { id: string }) {
  const source = useSource();
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
    <Link from="/w/$slug" to="/w/$slug/privacy/incidents" className="rounded-control text-13 font-medium text-accent-text">
      <Trans>All incidents</Trans>
    </Link>
  );
  return (
    <PrivacyPage title={query.data?.title ?? t`Incident`} back={back}>
      {query.isPending ? (
        <RowSkeletons label={t`Incident`} rows={5} />
      ) : query.isError ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <IncidentDetail incident={query.data} />
      )}
    </PrivacyPage>
  );
}
