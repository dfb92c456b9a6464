import { PERMISSIONS, type WorkspaceRole } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { Check, Minus } from 'lucide-react';
import { useRoleName } from '#frame/use-role-name.ts';
import { cn } from '#lib/cn.ts';
import { permissionWords } from '#lib/permission-words.ts';
import { Card } from '#ui/Card.tsx';
import { permissionGroups } from '../fns/permission-groups.ts';

/** Every role beside the others: what each allows, in one picture. */
export function RoleMatrix({ roles }: { roles: readonly WorkspaceRole[] }) {
  const { t, i18n } = useLingui();
  const roleName = useRoleName();
  return (
    <Card
      flush
      title={t`Compare`}
      description={t`What each role allows. API keys choose out of the same list, and never more than their maker has.`}
    >
      {/* Moves sideways by itself, with the keyboard as well, where there are more roles than fit. */}
      <div
        role="region"
        aria-label={t`What each role allows`}
        tabIndex={0}
        className="max-h-160 overflow-auto border-t border-line -outline-offset-2"
      >
        <table className="w-full border-separate border-spacing-0 text-13">
          <thead>
            <tr>
              <th
                scope="col"
                className="sticky top-0 left-0 z-20 min-w-44 border-b border-line bg-surface-1 px-4 py-2 text-left font-medium text-weak sm:px-5"
              >
                <Trans>Permission</Trans>
              </th>
              {roles.map((role) => (
                <th
                  key={role.id}
                  scope="col"
                  dir="auto"
                  className="sticky top-0 z-10 max-w-32 min-w-20 border-b border-line bg-surface-1 px-2 py-2 text-center font-medium wrap-anywhere text-strong"
                >
                  {roleName({ role: role.id, role_name: role.name })}
                </th>
              ))}
            </tr>
          </thead>
          {permissionGroups.map((group) => (
            <tbody key={group.id}>
              <tr>
                <th
                  scope="rowgroup"
                  className="sticky left-0 z-10 border-b border-line bg-surface-2 px-4 py-1.5 text-left text-12 font-semibold text-strong sm:px-5"
                >
                  {i18n._(group.label)}
                </th>
                <td colSpan={roles.length} className="border-b border-line bg-surface-2" />
              </tr>
              {group.permissions.map((name) => (
                <tr key={name} className="group">
                  <th
                    scope="row"
                    className="sticky left-0 z-10 border-b border-line bg-surface-1 px-4 py-1.5 text-left font-normal text-normal group-hover:bg-surface-2 sm:px-5"
                  >
                    {i18n._(permissionWords[name])}
                  </th>
                  {roles.map((role) => {
                    const allows = role.permissions.includes(name);
                    const isClosed = role.sight === 'chosen' && PERMISSIONS[name].wide;
                    return (
                      <td key={role.id} className="border-b border-line px-2 py-1.5 text-center group-hover:bg-surface-2">
                        {allows ? (
                          <Check aria-hidden strokeWidth={3} className="mx-auto size-4 text-good" />
                        ) : (
                          <Minus aria-hidden className={cn('mx-auto size-4', isClosed ? 'text-warn' : 'text-faint')} />
                        )}
                        <span className="sr-only">{allows ? t`Yes` : isClosed ? t`Never with chosen numbers and teams` : t`No`}</span>
                      </td>
                    );
                  })}
                </tr>
              ))}
            </tbody>
          ))}
        </table>
      </div>
    </Card>
  );
}
