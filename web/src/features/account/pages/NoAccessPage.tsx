import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { meQuery } from '#features/session';
import { Avatar } from '#ui/Avatar.tsx';
import { ButtonLink } from '#ui/ButtonLink.tsx';
import { AuthLayout } from '../components/AuthLayout.tsx';

/** The address names a workspace that the person does not belong to, or that does not exist: both look the same. */
export function NoAccessPage({ slug }: { slug: string }) {
  const { t } = useLingui();
  const { data: me } = useQuery(meQuery);
  const memberships = me?.memberships ?? [];
  const email = me?.user.email;
  return (
    <AuthLayout
      title={t`No way into “${slug}”`}
      description={
        <Trans>
          There is no such workspace, or {email} does not belong to it. Ask one of its admins for an invitation, or check the address.
        </Trans>
      }
    >
      {memberships.length > 0 ? (
        <section aria-label={t`Your workspaces`} className="flex flex-col gap-1">
          <h2 className="text-13 font-medium text-weak">
            <Trans>Your workspaces</Trans>
          </h2>
          {memberships.map(({ workspace }) => (
            <Link
              key={workspace.id}
              to="/w/$slug"
              params={{ slug: workspace.slug }}
              className="-mx-2 flex h-12 items-center gap-3 rounded-control px-2 hover:bg-surface-2"
            >
              <Avatar id={workspace.id} name={workspace.name} square />
              <span className="min-w-0 truncate font-medium text-strong">{workspace.name}</span>
            </Link>
          ))}
        </section>
      ) : (
        <ButtonLink variant="primary" size="lg" to="/new-workspace">
          <Trans>Create a workspace</Trans>
        </ButtonLink>
      )}
    </AuthLayout>
  );
}
