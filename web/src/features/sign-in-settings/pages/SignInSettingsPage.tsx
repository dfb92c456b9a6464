import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import { usePermission, useWorkspace } from '#features/session';
import { SettingsPage } from '#frame/SettingsLayout.tsx';
import { Card } from '#ui/Card.tsx';
import { ErrorState } from '#ui/ErrorState.tsx';
import { RowSkeletons } from '#ui/Skeleton.tsx';
import { useSignInRules } from '../api/sign-in-settings.ts';
import { SecondFactorCard } from '../components/SecondFactorCard.tsx';
import { SingleSignOnCards } from '../components/SingleSignOnCards.tsx';

/** How members sign in: second factor, the company's provider, and where keys may be used from. */
export function SignInSettingsPage() {
  const { t } = useLingui();
  const { workspace } = useWorkspace();
  const rules = useSignInRules();
  const mayDecide = usePermission('workspace:sign_in');
  const seesKeys = usePermission('api_keys:read');
  return (
    <SettingsPage title={t`Sign-in and security`} description={t`What this workspace asks of everybody who comes in.`}>
      {rules.isPending ? (
        <RowSkeletons label={t`Loading the rules for signing in`} rows={4} />
      ) : !rules.data ? (
        <ErrorState error={rules.error} onRetry={() => void rules.refetch()} />
      ) : (
        <>
          <SecondFactorCard rules={rules.data} mayDecide={mayDecide} />
          {mayDecide ? <SingleSignOnCards rules={rules.data} /> : null}
        </>
      )}
      {seesKeys ? (
        <Card title={t`Networks that programs may come from`}>
          <p className="text-14 text-normal">
            <Trans>
              Each API key can be held to addresses of yours. That is set where{' '}
              <Link
                to="/w/$slug/developers/api-keys"
                params={{ slug: workspace.slug }}
                className="text-accent-text underline underline-offset-3"
              >
                keys are made
              </Link>
              .
            </Trans>
          </p>
        </Card>
      ) : null}
    </SettingsPage>
  );
}
