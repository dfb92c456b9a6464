import { KabarError } from '@kabar/sdk';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { createRoute, Outlet, redirect } from '@tanstack/react-router';
import { useEffect, useMemo, useSyncExternalStore } from 'react';
import { BarrierPage, NoAccessPage } from '#features/account';
import { usePresenceReports } from '#features/presence';
import { useQuickSearch } from '#features/search';
import { findEntered, findWorkspace, meQuery, sessionKeys, WorkspaceContext, type CurrentWorkspace } from '#features/session';
import { enteredQuery } from '#features/support-access';
import { useTemplateSearch } from '#features/templates';
import { Frame } from '#frame/Frame.tsx';
import { LiveUpdates, type LiveState } from '#lib/live-updates.ts';
import { workspaceKey } from '#lib/query-keys.ts';
import { markSignedOut, useSignedOut } from '#lib/signed-out.ts';
import { TimeZoneContext } from '#lib/use-format.ts';
import { liveTable } from '../live-table.ts';
import { requireMe } from './require-me.ts';
import { FailedPage, NotFoundPage, rootRoute } from './root.tsx';

/** Keeps the one connection for live updates open while the workspace is on screen and somebody is signed in. */
function useLiveUpdates({ api, workspace }: CurrentWorkspace): LiveState {
  const queryClient = useQueryClient();
  const signedOut = useSignedOut();
  const live = useMemo(
    () =>
      new LiveUpdates({
        open: (signal) => api.events.stream({ signal }),
        table: liveTable,
        context: { queryClient, workspaceId: workspace.id },
        onGap: () => void queryClient.invalidateQueries({ queryKey: workspaceKey(workspace.id) }),
        onRefused: (error) => {
          if (error instanceof KabarError && error.code === 'unauthenticated') markSignedOut();
          // Anything else means that what the person may do has changed.
          else {
            void queryClient.invalidateQueries({ queryKey: sessionKeys.me });
            void queryClient.invalidateQueries({ queryKey: enteredQuery.queryKey });
          }
        },
      }),
    [api, workspace.id, queryClient],
  );
  useEffect(() => {
    if (signedOut) return;
    live.start();
    return () => live.stop();
  }, [live, signedOut]);
  return useSyncExternalStore(
    (listener) => live.subscribe(listener),
    () => live.state(),
  );
}

/** Gives the palette its search; needs the workspace around it. */
function QuickSearch() {
  useQuickSearch();
  useTemplateSearch();
  return null;
}

function WorkspaceShell({ current }: { current: CurrentWorkspace }) {
  const liveState = useLiveUpdates(current);
  usePresenceReports(current);
  return (
    <TimeZoneContext value={current.workspace.time_zone}>
      <WorkspaceContext value={current}>
        <QuickSearch />
        <Frame liveState={liveState}>
          <Outlet />
        </Frame>
      </WorkspaceContext>
    </TimeZoneContext>
  );
}

function WorkspaceLayout() {
  const { slug } = workspaceRoute.useParams();
  const { data: me } = useQuery(meQuery);
  const own = useMemo(() => (me ? findWorkspace(me, slug) : null), [me, slug]);
  const mayBeGuest = me?.is_operator === true && own === null;
  const { data: entered, isPending } = useQuery({ ...enteredQuery, enabled: mayBeGuest, retry: false });
  const current = useMemo(() => own ?? (me && entered ? findEntered(me, entered, slug) : null), [own, me, entered, slug]);
  if (!me || (mayBeGuest && isPending)) return null;
  if (!current) return <NoAccessPage slug={slug} />;
  if (current.signInNeeded) return <BarrierPage name={current.workspace.name} barrier={current.signInNeeded} />;
  // Nothing of one workspace may stay on screen in another.
  return <WorkspaceShell key={current.workspace.id} current={current} />;
}

/** `/w/{slug}`: everything inside a workspace, in its frame. */
export const workspaceRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/w/$slug',
  loader: ({ context, location }) => requireMe(context.queryClient, location.href),
  component: WorkspaceLayout,
  notFoundComponent: NotFoundPage,
  errorComponent: FailedPage,
});

/** `/w/{slug}` alone: the inbox. */
export const workspaceStartRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/',
  beforeLoad: ({ params }) => redirect({ to: '/w/$slug/inbox', params, replace: true, throw: true }),
});
