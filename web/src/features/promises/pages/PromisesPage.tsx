import { useNavigate, useSearch } from '@tanstack/react-router';
import { OperatorPage } from '#frame/OperatorLayout.tsx';
import { PrivacyPage } from '#frame/PrivacyLayout.tsx';
import { operatorPromises, useWorkspacePromises } from '../api/source.ts';
import { PromisesView } from '../components/PromisesView.tsx';

/** `/w/{slug}/privacy/promises?status=red&row=L007` */
export function PromisesPage() {
  const search = useSearch({ from: '/w/$slug/privacy/promises' });
  const navigate = useNavigate({ from: '/w/$slug/privacy/promises' });
  return (
    <PromisesView
      page={PrivacyPage}
      source={useWorkspacePromises()}
      search={search}
      onSearch={(next) => void navigate({ search: next, replace: true })}
    />
  );
}

/** `/operator/promises`: the same for the installation. */
export function OperatorPromisesPage() {
  const search = useSearch({ from: '/operator/promises' });
  const navigate = useNavigate({ from: '/operator/promises' });
  return (
    <PromisesView
      page={OperatorPage}
      source={operatorPromises}
      search={search}
      onSearch={(next) => void navigate({ search: next, replace: true })}
    />
  );
}
