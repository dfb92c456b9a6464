export { openConversations, type Address, type ConversationRequest, type OpenedConversation } from './open-conversations.ts';
export { createConversationOpener, type ConversationOpener } from './conversation-opener.ts';
export { ensureConversations } from './ensure-conversations.ts';
export { updateActivity, type ActivityRow, type ConversationActivity, type ConversationEnds } from './conversations.sql.ts';
export { mergeConversations, type MovedConversations } from './merge-conversations.ts';
export { splitConversations } from './split-conversations.ts';
export { conversationRoutes } from './routes.ts';
export { conversationJobs } from './jobs.ts';
export type { InboxContext, InboxMessages } from './inbox-context.ts';
export { appendEntries, BY_SYSTEM, tellReopened, type EntryBy, type NewEntry } from './entries/append-entries.ts';
export { listEntries, type EntryReader } from './entries/list-entries.ts';
export {
  assignConversation,
  countOpenByAssignee,
  readConversationFacts,
  releaseMember,
  releaseTeam,
  setDue,
  setStatus,
  type ConversationFacts,
} from './work/door.ts';
export { createSnoozeWaker } from './work/wake-snoozed.ts';
export {
  requireConversation,
  requireVisible,
  requireVisibleMedia,
  requireVisibleMessage,
  visibleConversations,
} from './sight/require-visible.ts';
export { createEventScreen } from './sight/event-screen.ts';
export { openNoteText } from './notes/open-note-text.ts';
export { requireMayWrite } from './sight/require-may-write.ts';
export { noteJobs } from './notes/jobs.ts';
export type { NotesContext } from './notes/notes-context.ts';
export { noteRoutes } from './notes/routes.ts';
export { presenceRoutes } from './presence/routes.ts';
export { createPresenceSweeper } from './presence/sweep-presence.ts';
