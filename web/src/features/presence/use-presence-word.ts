import type { MemberPresenceState } from '@kabar/contract';
import { useLingui } from '@lingui/react/macro';

/** What a state of presence is called. */
export function usePresenceWord(): (state: MemberPresenceState) => string {
  const { t } = useLingui();
  return (state) => ({ online: t`Online`, away: t`Away`, busy: t`Busy`, offline: t`Offline` })[state];
}
