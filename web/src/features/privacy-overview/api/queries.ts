import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { useWorkspace } from '#features/session';
import { workspaceKey } from '#lib/query-keys.ts';

/** Which part of the office a figure comes from. */
type Part =
  | 'requests'
  | 'incidents'
  | 'promises'
  | 'evidence'
  | 'retention'
  | 'form'
  | 'erasures'
  | 'silent'
  | 'notice'
  | 'holds'
  | 'disclosures'
  | 'openings'
  | 'recipients';

/** Rows of a list that is counted, not shown. */
export const enough = 100;

/** A figure of the overview is a minute old at most; live events of the workspace renew it sooner. */
const staleTime = 60_000;

function usePart<Data>(part: Part, read: (signal: AbortSignal) => Promise<Data>): UseQueryResult<Data> {
  const { workspace } = useWorkspace();
  return useQuery({
    queryKey: [...workspaceKey(workspace.id), 'privacy-overview', part],
    queryFn: ({ signal }) => read(signal),
    staleTime,
  });
}

/** Everything that the overview looks at, part by part, so that one that fails takes nothing else away. */
export function useOffice() {
  const { api } = useWorkspace();
  return {
    requests: usePart('requests', async (signal) => {
      const [counts, next] = await Promise.all([
        api.privacyRequests.counts({ signal }),
        api.privacyRequests.list({ tab: 'open', limit: 1 }, { signal }),
      ]);
      return { counts, next: next.data[0] ?? null };
    }),
    incidents: usePart('incidents', async (signal) =>
      (await api.incidents.list({ signal })).data.filter(({ status }) => status === 'open'),
    ),
    promises: usePart('promises', async (signal) => {
      const { summary, checked_at } = await api.promises.get({ signal });
      return { summary, checkedAt: checked_at };
    }),
    evidence: usePart('evidence', async (signal) =>
      (await api.promises.evidence.list({ signal })).data.filter(({ state }) => state !== 'current'),
    ),
    retention: usePart('retention', (signal) => api.retention.get({ signal })),
    form: usePart('form', async (signal) => (await api.contactForm.messages.list({ state: 'new', limit: 100 }, { signal })).data.length),
    silent: usePart('silent', async (signal) =>
      (await api.erasures.list({ status: 'waiting', limit: enough }, { signal })).data.filter(({ reason }) => reason === 'inactive'),
    ),
    notice: usePart('notice', (signal) => api.notices.draft({ signal })),
    holds: usePart('holds', async (signal) =>
      (await api.retention.holds.list({ status: 'active', limit: enough }, { signal })).data.filter((hold) => hold.is_review_due),
    ),
    disclosures: usePart('disclosures', async (signal) =>
      (await api.disclosures.list({ limit: enough }, { signal })).data.filter(
        ({ status }) => status === 'recorded' || status === 'approved',
      ),
    ),
    openings: usePart('openings', async (signal) =>
      (await api.retention.openings.list({ limit: enough }, { signal })).data.filter((one) => one.status === 'asked' && !one.is_mine),
    ),
    recipients: usePart('recipients', async (signal) =>
      (await api.recipients.list({ signal })).data.filter((one) => one.state === 'coming' && one.announced_at !== null),
    ),
    erasures: usePart('erasures', (signal) => api.erasures.check({ signal })),
  };
}
