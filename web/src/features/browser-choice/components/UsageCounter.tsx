import { useRouterState } from '@tanstack/react-router';
import { useEffect } from 'react';
import { allowUsage, countPage, countReferrer } from '#lib/usage.ts';
import { mayCount, useBrowserChoice } from '../api/queries.ts';

/** Counts the pages of the dashboard, where this browser allowed it. Draws nothing. */
export function UsageCounter() {
  const allowed = mayCount(useBrowserChoice().data);
  const pattern = useRouterState({ select: (state) => state.matches.at(-1)?.fullPath });
  useEffect(() => allowUsage(allowed), [allowed]);
  useEffect(() => {
    // Only where somebody is signed in: pages before that and pages for customers are not counted.
    if (!allowed || pattern === undefined || !/^\/(?:w|operator|new-workspace)\b/.test(pattern)) return;
    countPage(pattern);
    countReferrer(document.referrer);
  }, [allowed, pattern]);
  return null;
}
