import { createKabar, KabarError } from '@kabar/sdk';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { CurrentWorkspace } from '#features/session';
import { sharedKey } from '#lib/query-keys.ts';
import { markSignedOut, useSignedOut } from '#lib/signed-out.ts';

/**
 * Says that the person is there for as long as a page of the workspace is open, also in a tab in the background, and that they
 * leave when it closes. A report that does not get through is made up for by the next one.
 */
export function usePresenceReports({
  workspace,
  permissions,
  support,
}: Pick<CurrentWorkspace, 'workspace' | 'permissions' | 'support'>): void {
  const queryClient = useQueryClient();
  const signedOut = useSignedOut();
  // Whoever is let in to help is no member who could be there.
  const isOff = signedOut || support !== null || !permissions.has('conversations:read');
  const workspaceId = workspace.id;
  useEffect(() => {
    if (isOff) return;
    // A client of its own: the last report has to outlive the page.
    const api = createKabar({
      credentials: 'same-origin',
      workspaceId,
      fetch: (input, init) => fetch(input, { ...init, keepalive: true }),
      retry: { maxRetries: 0 },
    });
    const key = sharedKey(workspaceId, 'member-presence');
    let isFirst = true;
    const report = (): void => {
      api.memberPresence.report().then(
        () => {
          // From here on the reader counts as online themselves.
          if (isFirst) void queryClient.invalidateQueries({ queryKey: key });
          isFirst = false;
        },
        (error: unknown) => {
          if (error instanceof KabarError && error.code === 'unauthenticated') markSignedOut();
        },
      );
    };
    const others = new BroadcastChannel(`kabar.presence.${workspaceId}`);
    const leave = (): void => {
      isFirst = true;
      api.memberPresence.report({ leaving: true }).catch(() => undefined);
      // Of a channel, not of a window: it has no target.
      // oxlint-disable-next-line unicorn/require-post-message-target-origin
      others.postMessage('left');
    };
    const handleShow = (event: PageTransitionEvent): void => {
      if (event.persisted) report();
    };
    const handleVisible = (): void => {
      if (document.visibilityState === 'visible') report();
    };
    // Another tab said that the person leaves, and they are still here; its report is to arrive first.
    let again: ReturnType<typeof setTimeout> | undefined;
    others.addEventListener('message', () => {
      clearTimeout(again);
      clearTimeout(settle);
      again = setTimeout(report, 500);
    });
    const clock = new Worker(new URL('./report-clock.ts', import.meta.url), { type: 'module' });
    clock.addEventListener('message', report);
    addEventListener('pagehide', leave);
    addEventListener('pageshow', handleShow);
    addEventListener('online', report);
    document.addEventListener('visibilitychange', handleVisible);
    report();
    // After a reload the last word of the page before may arrive behind the first of this one.
    const settle = setTimeout(report, 2_000);
    return () => {
      clock.terminate();
      clearTimeout(again);
      clearTimeout(settle);
      removeEventListener('pagehide', leave);
      removeEventListener('pageshow', handleShow);
      removeEventListener('online', report);
      document.removeEventListener('visibilitychange', handleVisible);
      // On the way to another workspace; who signs out has said so before.
      if (location.pathname.startsWith('/w/')) leave();
      others.close();
    };
  }, [workspaceId, isOff, queryClient]);
}
