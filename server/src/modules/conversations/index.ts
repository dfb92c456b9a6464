export { openConversations, type Address, type ConversationRequest, type OpenedConversation } from './open-conversations.ts';
export { createConversationOpener, type ConversationOpener } from './conversation-opener.ts';
export { ensureConversations } from './ensure-conversations.ts';
export { updateActivity, type ConversationActivity, type ConversationEnds } from './conversations.sql.ts';
export { mergeConversations } from './merge-conversations.ts';
export { conversationRoutes } from './routes.ts';
export { conversationJobs } from './mark-read.ts';
export type { InboxContext, InboxMessages } from './inbox-context.ts';
export { openNoteText } from './notes/open-note-text.ts';
