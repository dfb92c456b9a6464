import type { Permission } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { Lock } from 'lucide-react';
import type { ComponentType, FunctionComponent } from 'react';
import { mayAny, useWorkspace } from '#features/session';
import { EmptyState } from '#ui/EmptyState.tsx';

function NoPermission() {
  const { t } = useLingui();
  return (
    <div className="flex h-full items-center">
      <title>{`${t`Your role does not allow this`} · Kabar`}</title>
      <EmptyState page picture={<Lock aria-hidden />} title={<Trans>Your role does not allow this</Trans>}>
        <Trans>An admin of the workspace can open this page, or change your role.</Trans>
      </EmptyState>
    </div>
  );
}

/** A page that only those see who may (any of several permissions where it is a list); the rest, who came by a link, are told so. */
export function withPermission(permission: Permission | readonly Permission[], Page: ComponentType): FunctionComponent {
  return function GuardedPage() {
    return mayAny(useWorkspace().permissions, permission) ? <Page /> : <NoPermission />;
  };
}
