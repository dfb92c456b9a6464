import type { WorkspaceRole } from '@kabar/contract';
import { plural } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';

/** What members with a role see of the inbox, in a few words. */
export function useSightWord(): (role: WorkspaceRole) => string {
  const { t } = useLingui();
  return (role) => {
    if (role.sight === 'all') return t`Everything`;
    if (role.sight === 'agents') return t`What agents see`;
    const numbers = plural(role.number_ids.length, { one: '# number', other: '# numbers' });
    const teams = plural(role.team_ids.length, { one: '# team', other: '# teams' });
    return `${numbers}, ${teams}`;
  };
}
