export { meQuery, sessionKeys } from './api/queries.ts';
export {
  findEntered,
  findWorkspace,
  mayAny,
  usePermission,
  useWorkspace,
  WorkspaceContext,
  type CurrentWorkspace,
} from './workspace-context.ts';
