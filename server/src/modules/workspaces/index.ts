export { createWorkspaces, type WorkspacesContext } from './workspaces-context.ts';
export { createWorkspace } from './create-workspace.ts';
export { getWorkspace } from './get-workspace.ts';
export { inviteMember } from './invite-member.ts';
export { listOwned, type OwnedWorkspace } from './list-owned.ts';
export { removeWorkspace } from './remove-workspace.ts';
export { setDeletesAt } from './set-deletes-at.ts';
export { workspacesRoutes } from './routes.ts';
export { workspacesPersonalData } from './personal-data.ts';
