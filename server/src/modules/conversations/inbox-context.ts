import type { Conversation, ListMessagesQuery, Message, Page } from '@kabar/contract';
import type { PeopleDeps } from '#modules/contacts';
import type { Connections } from '#modules/numbers';
import type { Viewers } from '#modules/teams';
import type { Jobs } from '#platform/jobs/jobs';
import type { Log } from '#platform/log';
import type { Provider } from '#whatsapp/provider';

/** What the inbox asks of the messages, which belong to a module above; the role hands it in. */
export type InboxMessages = {
  list(workspaceId: string, conversationId: string, query: ListMessagesQuery): Promise<Page<Message>>;
  /** Short forms of messages by database id. */
  summaries(workspaceId: string, messageIds: readonly string[]): Promise<Map<string, NonNullable<Conversation['last_message']>>>;
  /** WhatsApp's id of a message, or null when it has none or its customer was erased. */
  wamidOf(workspaceId: string, messageId: string): Promise<string | null>;
};

/** What the routes of conversations need. */
export type InboxContext = PeopleDeps & {
  log: Log;
  jobs: Pick<Jobs, 'enqueue'>;
  connections: Pick<Connections, 'connectionFor'>;
  provider: Pick<Provider, 'markRead' | 'showTyping'>;
  messages: InboxMessages;
  /** Who sees which conversations. */
  viewers: Viewers;
};
