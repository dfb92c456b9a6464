import type { PrivacyRequestTab } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { useNavigate } from '@tanstack/react-router';
import { Plus, Settings2 } from 'lucide-react';
import { useState } from 'react';
import { useWorkspace } from '#features/session';
import { OperatorPage } from '#frame/OperatorLayout.tsx';
import { PrivacyPage } from '#frame/PrivacyLayout.tsx';
import { useActions } from '#lib/use-actions.ts';
import { Button } from '#ui/Button.tsx';
import { ButtonLink } from '#ui/ButtonLink.tsx';
import { OperatorRequests, WorkspaceRequests } from '../api/sources.tsx';
import { NewRequestDialog } from '../components/NewRequestDialog.tsx';
import { RequestList } from '../components/RequestList.tsx';

/** `/w/{slug}/privacy/requests`: what people ask about their data, what is due first on top. */
export function RequestsPage({ tab = 'open' }: { tab?: PrivacyRequestTab | undefined }) {
  const { t } = useLingui();
  const navigate = useNavigate();
  const { workspace, permissions } = useWorkspace();
  const [creating, setCreating] = useState(false);
  const mayAct = permissions.has('privacy:requests');
  useActions(
    mayAct ? [{ id: 'new-privacy-request', label: t`Record a request`, group: t`Privacy`, keys: 'n', run: () => setCreating(true) }] : [],
  );
  return (
    <WorkspaceRequests>
      <PrivacyPage
        title={t`Requests`}
        description={t`What people ask about their data, with the time you have for it.`}
        action={
          <>
            <ButtonLink to="/w/$slug/privacy/office" params={{ slug: workspace.slug }} icon={<Settings2 aria-hidden />}>
              <Trans>Rules</Trans>
            </ButtonLink>
            {mayAct ? (
              <Button variant="primary" icon={<Plus aria-hidden />} onClick={() => setCreating(true)}>
                <Trans>Record a request</Trans>
              </Button>
            ) : null}
          </>
        }
      >
        <RequestList
          tab={tab}
          onTab={(next) =>
            void navigate({
              from: '/w/$slug/privacy/requests',
              to: '/w/$slug/privacy/requests',
              search: next === 'open' ? {} : { tab: next },
              replace: true,
            })
          }
        />
      </PrivacyPage>
      {creating ? <NewRequestDialog onClose={() => setCreating(false)} /> : null}
    </WorkspaceRequests>
  );
}

/** `/operator/privacy-requests`: what people ask about their accounts. */
export function OperatorRequestsPage({ tab = 'open' }: { tab?: PrivacyRequestTab | undefined }) {
  const { t } = useLingui();
  const navigate = useNavigate();
  return (
    <OperatorRequests>
      <OperatorPage
        title={t`Requests about accounts`}
        description={t`What people who sign in here ask about their own data. You decide about these.`}
      >
        <RequestList
          tab={tab}
          onTab={(next) => void navigate({ to: '/operator/privacy-requests', search: next === 'open' ? {} : { tab: next }, replace: true })}
        />
      </OperatorPage>
    </OperatorRequests>
  );
}
