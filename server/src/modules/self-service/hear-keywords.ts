import { ID_PREFIXES, type SelfServiceLanguage } from '@kabar/contract';
import { openContent, type AutomaticContent } from '#modules/messages';
import { tallyUse } from '#modules/users';
import { tenantQuery } from '#platform/db/tx';
import { createEventConsumer, type EventConsumer } from '#platform/events/event-consumer';
import type { Notifications } from '#platform/events/notifications';
import { fromPublicId } from '#platform/ids';
import { answerTexts } from './answer-texts.ts';
import { livingContact, makeLink } from './prove.ts';
import { readKeyword } from './read-keyword.ts';
import { hashToken, newToken } from './self-cookie.ts';
import type { SelfServiceContext } from './self-service-context.ts';
import { insertCode, selectCode, selectHeard, useCode, type CodeRow, type HeardRow } from './self-service.sql.ts';
import { addressOf, pageOfWorkspace, type Page } from './settings.ts';

const hourMs = 3_600_000;
/** A word that comes late, after a fault, is answered for as long; later nobody waits for it. */
const lateMs = 24 * hourMs;
/** How long the question about erasure may be answered. */
const askMs = 24 * hourMs;
/** Answers to words of one customer in an hour. */
const answersPerCustomer = { maxCount: 5, windowMs: hourMs };

const buttonPrefix = 'kabar.erase.';

/**
 * Answers those of these messages of a workspace that are one of its words, or the answer to a question about erasure. Asked again for the
 * same messages, nothing is sent twice, because each answer's key is the message it answers; a request that was opened already is set aside as the
 * same. Gives how many messages were one.
 */
export async function hearKeywords(ctx: SelfServiceContext, workspaceId: string, messageIds: readonly string[]): Promise<number> {
  const page = await pageOfWorkspace(ctx, workspaceId);
  if (!page.enabled || !page.keywords_enabled) return 0;
  const now = ctx.clock.now();
  const rows = await tenantQuery<HeardRow>(ctx.db, workspaceId, selectHeard(workspaceId, messageIds, new Date(now.getTime() - lateMs)));
  const rings = await ctx.keyring.contactKeys(rows.map(({ contactId }) => ({ workspaceId, contactId })));
  let heardCount = 0;
  for (const row of rows) {
    const ring = rings.get(row.contactId);
    if (ring === undefined) continue;
    const { content } = openContent(ring, workspaceId, row.messageId, row.contentSealed);
    const answer = row.type === 'interactive' ? readAnswer(content) : null;
    const heard = row.type === 'text' ? readKeyword(textOf(content), page) : null;
    if (answer === null && heard === null) continue;
    heardCount += 1;
    const contactId = await livingContact(ctx, workspaceId, row.contactId);
    if (contactId === null) continue;
    const on: Occasion = { page, row, contactId };
    if (answer !== null) await answerErase(ctx, on, answer);
    else if (heard !== null && (await tallyUse(ctx.throttle, 'self.word', `${workspaceId} ${contactId}`, answersPerCustomer))) {
      const language = heard.language ?? page.language;
      if (heard.kind === 'access') await sendLink(ctx, on, language);
      else await askErase(ctx, on, language);
    }
  }
  return heardCount;
}

type Occasion = { page: Page; row: HeardRow; contactId: string };

async function sendLink(ctx: SelfServiceContext, on: Occasion, language: SelfServiceLanguage): Promise<void> {
  const { page, contactId } = on;
  const { workspaceId } = page;
  const reference = await ctx.requests.open({
    workspaceId,
    contactId,
    kind: 'access',
    note: null,
    channel: 'whatsapp',
    proof: 'whatsapp_sender',
    language,
  });
  const token = await makeLink(ctx, workspaceId, contactId);
  await say(ctx, on, { type: 'text', text: { body: answerTexts.link(factsOf(ctx, page), { token, reference }, language) } });
}

async function askErase(ctx: SelfServiceContext, on: Occasion, language: SelfServiceLanguage): Promise<void> {
  const { page, contactId } = on;
  const { workspaceId } = page;
  const now = ctx.clock.now();
  const id = ctx.ids.uuid();
  const unused = hashToken(newToken());
  const code = { workspaceId, id, kind: 'erase' as const, contactId, addressHash: null, codeHash: unused, tokenHash: unused };
  await tenantQuery(ctx.db, workspaceId, insertCode({ ...code, createdAt: now, expiresAt: new Date(now.getTime() + askMs) }));
  const { body, yes, no } = answerTexts.askErase(factsOf(ctx, page), language);
  const button = (answer: 'yes' | 'no', title: string) => ({
    type: 'reply' as const,
    reply: { id: `${buttonPrefix}${id}.${language}.${answer}`, title },
  });
  await say(ctx, on, {
    type: 'interactive',
    interactive: { type: 'button', body: { text: body }, action: { buttons: [button('yes', yes), button('no', no)] } },
  });
}

type Answer = { codeId: string; language: SelfServiceLanguage; isYes: boolean };

async function answerErase(ctx: SelfServiceContext, on: Occasion, { codeId, language, isYes }: Answer): Promise<void> {
  const { page, contactId } = on;
  const { workspaceId } = page;
  const text = async (body: string): Promise<void> => say(ctx, on, { type: 'text', text: { body } });
  const [row] = await tenantQuery<CodeRow & { kind: string; expiresAt: Date; usedAt: Date | null }>(
    ctx.db,
    workspaceId,
    selectCode(workspaceId, codeId),
  );
  // A forwarded button, or one of somebody whose record was split from this one, asks for nobody's erasure.
  const asked =
    row?.kind === 'erase' && row.contactId !== null && (await livingContact(ctx, workspaceId, row.contactId)) === contactId ? row : null;
  if (!isYes) {
    await tenantQuery(ctx.db, workspaceId, useCode(workspaceId, codeId, ctx.clock.now()));
    await text(answerTexts.notErased(language));
    return;
  }
  if (asked === null || asked.usedAt !== null || asked.expiresAt <= ctx.clock.now()) {
    await text(answerTexts.tooLate(language));
    return;
  }
  const reference = await ctx.requests.open({
    workspaceId,
    contactId,
    kind: 'erase',
    note: null,
    channel: 'whatsapp',
    proof: 'whatsapp_sender',
    language,
  });
  // After the request: whoever dies in between opens it again and finds the one that is there.
  await tenantQuery(ctx.db, workspaceId, useCode(workspaceId, codeId, ctx.clock.now()));
  await text(answerTexts.eraseOrdered(factsOf(ctx, page), reference, language));
}

async function say(ctx: SelfServiceContext, { page, row, contactId }: Occasion, content: AutomaticContent): Promise<void> {
  const { workspaceId } = page;
  await ctx.send({ workspaceId, numberId: row.numberId, contactId, reason: 'privacy_request', key: `self_word:${row.messageId}`, content });
}

function factsOf(ctx: SelfServiceContext, page: Page): { title: string; page: string } {
  return { title: page.title ?? page.name, page: addressOf(ctx, page.slug) };
}

/** The button of an answer to a question about erasure; null for anything else. Never throws. */
function readAnswer(content: unknown): Answer | null {
  const reply = at(content, 'button_reply');
  const id = at(reply, 'id');
  if (typeof id !== 'string' || !id.startsWith(buttonPrefix)) return null;
  const [codeId = '', language, answer, ...rest] = id.slice(buttonPrefix.length).split('.');
  if (!/^[0-9a-f-]{36}$/.test(codeId) || (language !== 'en' && language !== 'id') || rest.length > 0) return null;
  return answer === 'yes' || answer === 'no' ? { codeId, language, isYes: answer === 'yes' } : null;
}

function textOf(content: unknown): string {
  const body = at(content, 'body');
  return typeof body === 'string' ? body : '';
}

function at(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? (Reflect.get(value, key) as unknown) : undefined;
}

/** The durable reader that answers words. A batch that comes again after a crash sends nothing twice. */
export function createKeywordAnswers(
  ctx: SelfServiceContext & { notifications: Notifications; holder: string },
): EventConsumer & { name: string } {
  return {
    name: 'self_service',
    ...createEventConsumer({
      db: ctx.db,
      notifications: ctx.notifications,
      clock: ctx.clock,
      log: ctx.log,
      holder: ctx.holder,
      name: 'self_service',
      handle: async ({ events, signal }) => {
        const created = events.filter((event) => event.type === 'message.created');
        for (const [workspaceId, own] of Map.groupBy(created, (event) => event.workspaceId)) {
          if (signal.aborted) throw new Error('stopped before the batch was done; it comes again');
          const ids = own.flatMap((event) => fromPublicId(ID_PREFIXES.message, event.data['message_id'] ?? '') ?? []);
          await hearKeywords(ctx, workspaceId, ids);
        }
      },
    }),
  };
}
