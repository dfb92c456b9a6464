import { randomBytes } from 'node:crypto';
import { ID_PREFIXES } from '@kabar/contract';
import { createConversationOpener, setStatus } from '../src/modules/conversations/index.ts';
import { createMessageAcceptor } from '../src/modules/messages/accept-messages.ts';
import { sendAutomatic, storeInbound, type AutomaticMessage, type AutomaticOutcome } from '../src/modules/messages/index.ts';
import { sendMessage, type SendMessageDeps } from '../src/modules/messages/send-message.ts';
import type { Clock } from '../src/platform/clock.ts';
import { rootKeyLine } from '../src/platform/crypto/root-keys.ts';
import { withEngine } from '../src/platform/db/tx.ts';
import { appendEvents } from '../src/platform/events/append-events.ts';
import type { WorkspaceActor } from '../src/platform/http/actor.ts';
import { newUuid, systemIds, toPublicId } from '../src/platform/ids.ts';
import type { TestDatabase } from './harness.ts';
import { createMessageWorld, type MessageWorld } from './message-world.ts';

/** Ends of a conversation of a test. */
export type TestConversation = { contactId: string; conversationId: string };

/** A workspace in which customers write, members answer, and Kabar itself acts. */
export type AutomationWorld = MessageWorld & {
  /** A customer's message, as the intake stores it, with its news. Gives its id. */
  says(who: TestConversation, at: Date, more?: { type?: string; content?: unknown }): Promise<string>;
  /** A member's text. */
  answers(who: TestConversation, member: { userId: string; memberId: string }): Promise<void>;
  /** Sets a state, as the member who did it. */
  set(who: TestConversation, status: 'open' | 'resolved' | 'snoozed', memberId: string): Promise<void>;
  /** A member with the role agent, or another one; online unless told otherwise. */
  member(more?: { role?: string; presence?: 'online' | 'away' | 'offline' }): Promise<{ userId: string; memberId: string }>;
  /** What Kabar sends by itself. */
  send(message: AutomaticMessage): Promise<AutomaticOutcome>;
};

/** One for all worlds, as an installation has: a reader of all workspaces opens what is sealed in each. */
const rootKey = rootKeyLine(randomBytes(32));

/** Builds the world; `clock` is what members' messages and presence go by. */
export async function createAutomationWorld(database: TestDatabase, clock: Clock): Promise<AutomationWorld> {
  const world = await createMessageWorld(database, 1_000, rootKey);
  const { workspaceId, numberId, keyring } = world;
  const opener = createConversationOpener(world.people);
  const sending: SendMessageDeps = {
    db: database.db,
    clock,
    ids: systemIds,
    acceptor: createMessageAcceptor({ db: database.db, clock, wake: () => undefined }),
    findNumber: async (_workspaceId, id) => (id === numberId ? { wabaAccountId: world.wabaAccountId, connected: true } : null),
    openConversation: async (item, fresh) => {
      const opened = await opener.open(item, fresh);
      if (!('error' in opened)) return opened;
      return opened.error === 'invalid' ? 'invalid' : 'not_found';
    },
    contactKey: async (workspace, contactId) => (await keyring.contactKeys([{ workspaceId: workspace, contactId }])).get(contactId) ?? null,
    wamidKey: (workspace) => keyring.indexKey(workspace, 'wamid'),
    findMedia: async () => new Set(),
    requireMayWrite: async () => undefined,
  };
  return {
    ...world,
    says: async ({ contactId, conversationId }, at, more = {}) => {
      const id = newUuid();
      await withEngine(database.db, 'test', async (tx) => {
        await storeInbound(
          { keyring },
          tx,
          [
            {
              workspaceId,
              id,
              numberId,
              conversationId,
              contactId,
              author: 'contact',
              wamid: `wamid.${id}`,
              at,
              type: more.type ?? 'text',
              content: more.content ?? { body: 'Halo' },
              mediaId: null,
              replyToWamid: null,
              forwarded: false,
              referral: null,
              opensWindow: true,
            },
          ],
          at,
        );
        await appendEvents(tx, [
          {
            workspaceId,
            type: 'message.created',
            data: {
              message_id: toPublicId(ID_PREFIXES.message, id),
              conversation_id: toPublicId(ID_PREFIXES.conversation, conversationId),
              number_id: toPublicId(ID_PREFIXES.number, numberId),
            },
            occurredAt: at,
          },
        ]);
      });
      return id;
    },
    answers: async ({ contactId }, { userId, memberId }) => {
      const actor: WorkspaceActor = {
        kind: 'user',
        workspaceId,
        userId,
        memberId,
        role: 'agent',
        name: 'Ani',
        email: 'ani@example.com',
        isLimited: false,
        sessionId: userId,
        permissions: new Set(),
      };
      // Public ids are made with the very prefixes their types are branded with.
      await sendMessage(sending, {
        actor,
        idempotency: null,
        request: {
          number_id: toPublicId(ID_PREFIXES.number, numberId) as `num_${string}`,
          contact_id: toPublicId(ID_PREFIXES.contact, contactId) as `ctc_${string}`,
          type: 'text',
          text: { body: 'Siap' },
        },
      });
    },
    set: async ({ conversationId }, status, memberId) => {
      await withEngine(database.db, 'test', (tx) =>
        setStatus(
          tx,
          { clock, ids: systemIds },
          {
            workspaceId,
            conversationId,
            status,
            by: { kind: 'member', id: memberId },
            ...(status === 'snoozed' ? { snoozedUntil: new Date(clock.now().getTime() + 86_400_000) } : {}),
          },
        ),
      );
    },
    member: async ({ role = 'agent', presence = 'online' } = {}) => {
      const [userId, memberId] = [newUuid(), newUuid()];
      await database.admin(`insert into users (id, name, email, created_at, updated_at) values ($1, 'Ani', $2, now(), now())`, [
        userId,
        `${userId}@example.com`,
      ]);
      await database.admin('insert into workspace_members (workspace_id, id, user_id, role, joined_at) values ($1, $2, $3, $4, now())', [
        workspaceId,
        memberId,
        userId,
        role,
      ]);
      await database.admin(
        'insert into member_presence (workspace_id, member_id, choice, last_seen_at, announced) values ($1, $2, $3, $4, $5)',
        [workspaceId, memberId, presence === 'offline' ? 'online' : presence, clock.now(), presence],
      );
      return { userId, memberId };
    },
    send: (message) => sendAutomatic(sending, message),
  };
}
