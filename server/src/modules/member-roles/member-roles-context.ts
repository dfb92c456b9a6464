import type { WorkspacesContext } from '#modules/workspaces';

/** What the use cases of this module work with. */
export type MemberRolesContext = WorkspacesContext & {
  /** Forgets in this process who sees what in a workspace, after a change; the others hear of it by the announcement. The role hands it in. */
  forgetSight(workspaceId: string): void;
};
