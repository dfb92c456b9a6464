export { useMemberPresence, useOwnPresence } from './api/queries.ts';
export { PresenceChoices } from './components/PresenceChoices.tsx';
export { PresenceDot } from './components/PresenceDot.tsx';
export { usePresenceReports } from './use-presence-reports.ts';
export { usePresenceWord } from './use-presence-word.ts';
