import { waitUntil } from '../../stand/wait-until.ts';
import { isAllRead } from './away-work.ts';
import { uuidOf } from './waking-work.ts';
import { startWebhookReceiver, type Arrival, type WebhookReceiver } from './webhook-receiver.ts';
import { inbound, phoneOf, type WorkWorld } from './work-world.ts';
import { notOnce, type Phase, type Work } from './work.ts';

const firstIndex = 4_800;
const patienceMs = 300_000;
/** Of the worker, in each phase: once while answers are being written down, once with everything. */
const killsPerPhase = 2;
const type = 'message.received';

/** An endpoint of the receiver. */
type Target = { id: string; path: string; isOrdered: boolean };

/**
 * Webhooks whose sender is killed while they are under way, answered and not yet written down, and waiting for their next try; then all of them once more, by
 * a replay. Each message of a customer is told to each endpoint once, by one id; what comes twice is what was not written down; and to the endpoint that
 * asks for it the messages of a conversation come in their order.
 */
export function createWebhookWork(world: WorkWorld): Work {
  const { stand, size } = world;
  const phones = Array.from({ length: size.toldCount }, (_, index) => phoneOf(firstIndex + index));
  const targets: Target[] = [];
  let receiver: WebhookReceiver;
  let since = '';
  /** Arrivals of earlier phases. */
  let seenCount = 0;
  let phaseCount = 0;
  const toldBefore: string[] = [];

  const writeAll = async (round: string): Promise<void> =>
    void (await stand.emulator.control.writeMany(phones.map((phone) => inbound(stand, phone, `parcel ${round}`))));
  const succeeded = async (): Promise<number> =>
    (await world.rows<{ count: number }>(`select count(*)::int as count from webhook_deliveries where status = 'succeeded'`))[0]?.count ??
    0;
  const isQuiet = async (): Promise<boolean> =>
    (await isAllRead(world)) && (await world.rows(`select 1 from webhook_deliveries where status = 'pending' limit 1`)).length === 0;
  /** What customers wrote since the endpoints were made, by the conversation and in the order in which it was stored. */
  const written = (): Promise<{ id: string; conversation: string }[]> =>
    world.rows(
      `select id, conversation_id as conversation from messages where direction = 'in' and created_at >= $1 order by created_at, id`,
      [since],
    );

  const phase = (begin: () => Promise<void>): Phase => ({
    begin: async () => {
      seenCount = receiver.arrivals.length;
      phaseCount += 1;
      receiver.answer(size.toldCount * 2);
      await begin();
    },
    isUnderWay: async () => receiver.waitingCount() > 0 && receiver.arrivals.slice(seenCount).some(({ status }) => status === 204),
    progress: succeeded,
    catchOn: ['webhook_attempts'],
    // These are answered, and whoever sent them dies before that is written down; the others die without an answer.
    beginHeld: async () => receiver.answer(Math.ceil(receiver.waitingCount() / 2)),
    whileDown: async () => {
      await writeAll('while nobody sends');
      receiver.answer(Number.MAX_SAFE_INTEGER);
    },
    settle: async () => void (await waitUntil('every webhook has arrived', isQuiet, patienceMs)),
    findings: async () => {
      const messages = await written();
      const all = await Promise.all(targets.map((target) => findingsOf(target, messages)));
      return all.flat();
    },
  });

  async function findingsOf(target: Target, messages: readonly { id: string; conversation: string }[]): Promise<string[]> {
    const deliveries = await world.rows<{ event: string; message: string; status: string; tries: number; replayed: boolean }>(
      `select d.event_id as event, e.message_id as message, d.status, d.replay_id is not null as replayed,
              (select count(*)::int from webhook_attempts a where a.delivery_id = d.id) as tries
         from webhook_deliveries d join webhook_events e on e.id = d.event_id where d.endpoint_id = $1 and d.event_type = $2`,
      [uuidOf(target.id), type],
    );
    const arrivals = receiver.arrivals.filter(({ path }) => path === target.path);
    const byEvent = Map.groupBy(arrivals, ({ id }) => uuidOf(id));
    const idsOf = (replayed: boolean): string[] => deliveries.filter((one) => one.replayed === replayed).map(({ message }) => message);
    const ids = messages.map(({ id }) => id);
    return [
      ...notOnce(`${target.path} is told of`, ids, idsOf(false)),
      ...notOnce(`${target.path} is told again of`, toldBefore, idsOf(true)),
      ...deliveries.flatMap(({ message, status }) =>
        status === 'succeeded' ? [] : [`${target.path}: the delivery about ${message} is ${status}`],
      ),
      ...[...Map.groupBy(deliveries, ({ event }) => event)].flatMap(([event, made]) => {
        const came = byEvent.get(event) ?? [];
        const triedCount = made.reduce((sum, { tries }) => sum + tries, 0);
        const taken = came.filter(({ status }) => status === 204).length;
        return [
          ...(taken >= made.length ? [] : [`${target.path}: ${event} was taken ${taken} times instead of ${made.length}`]),
          ...(came.length >= triedCount ? [] : [`${target.path}: ${triedCount} tries of ${event} are written down, ${came.length} came`]),
          ...(came.length <= triedCount + killsPerPhase * phaseCount
            ? []
            : [`${target.path}: ${event} came ${came.length} times, ${triedCount} tries are written down`]),
          ...(new Set(came.map(({ body }) => body)).size <= 1 ? [] : [`${target.path}: ${event} came with two bodies`]),
        ];
      }),
      ...arrivals.flatMap(({ id, isProved }) => (isProved ? [] : [`${target.path}: the signature of ${id} is wrong`])),
      ...(target.isOrdered ? findDisorder(arrivals, messages) : []),
    ];
  }

  /** Within a phase the messages of a conversation come in their order, however often each of them comes. */
  function findDisorder(arrivals: readonly Arrival[], messages: readonly { id: string; conversation: string }[]): string[] {
    const places = new Map(messages.map(({ id, conversation }, place) => [id, { conversation, place }]));
    const last = new Map<string, number>();
    const recent = new Set(receiver.arrivals.slice(seenCount));
    return arrivals.flatMap((arrival) => {
      const message = uuidOf(messageIdIn(arrival.body));
      const at = places.get(message);
      if (!recent.has(arrival) || at === undefined) return [];
      const before = last.get(at.conversation) ?? -1;
      last.set(at.conversation, at.place);
      return before <= at.place ? [] : [`${arrival.path}: ${message} came after a later message of its conversation`];
    });
  }

  return {
    name: 'webhooks',
    prepare: async () => {
      receiver = await startWebhookReceiver();
      world.atClose(() => receiver.close());
    },
    phases: [
      phase(async () => {
        // What happened shortly before an endpoint is made and was not told yet goes there, too.
        await waitUntil('every reader has read all that happened', () => isAllRead(world), patienceMs);
        for (const isOrdered of [true, false]) {
          const path = isOrdered ? '/in-order' : '/as-it-comes';
          const endpoint = await stand.client.webhookEndpoints.create({
            url: `${receiver.url}${path}`,
            event_types: [type],
            ordering: isOrdered ? 'conversation' : 'none',
          });
          receiver.keys.set(path, endpoint.secret ?? '');
          targets.push({ id: endpoint.id, path, isOrdered });
          since ||= endpoint.created_at;
        }
        for (let round = 0; round < size.toldEach; round += 1) await writeAll(String(round));
      }),
      phase(async () => {
        toldBefore.push(...(await written()).map(({ id }) => id));
        for (const { id } of targets) await stand.client.webhookEndpoints.replay(id, { from: since, which: 'all' });
      }),
    ],
    canaries: [
      {
        name: 'a webhook that came before an earlier one of its conversation',
        spoil: async () => {
          const ordered = receiver.arrivals.slice(seenCount).filter(({ path }) => path === '/in-order');
          const conversations = new Map((await written()).map(({ id, conversation }) => [id, conversation]));
          const conversationOf = ({ body }: Arrival): string => conversations.get(uuidOf(messageIdIn(body))) ?? '';
          const [first] = ordered;
          const later = ordered.find((one) => first !== undefined && one.id !== first.id && conversationOf(one) === conversationOf(first));
          if (first === undefined || later === undefined) throw new Error('no conversation was told of twice');
          receiver.arrivals.push({ ...first });
        },
        notices: /came after a later message/,
      },
      {
        name: 'a webhook that was taken by nobody',
        spoil: async () => {
          const [one] = receiver.arrivals;
          for (const arrival of receiver.arrivals) if (arrival.id === one?.id) arrival.status = null;
        },
        notices: /was taken 0 times/,
      },
      {
        name: 'a message that no endpoint was told of',
        spoil: async () =>
          void (await world.rows(
            `delete from webhook_events where id = (select event_id from webhook_deliveries where replay_id is null order by seq limit 1)`,
          )),
        notices: /is told of: .* 0 times/,
      },
      {
        name: 'a message that an endpoint was told of twice',
        spoil: async () =>
          void (await world.rows(
            `insert into webhook_deliveries (workspace_id, id, endpoint_id, event_id, event_type, status, next_attempt_at, created_at)
             select workspace_id, gen_random_uuid(), endpoint_id, event_id, event_type, status, next_attempt_at, created_at
               from webhook_deliveries where replay_id is null limit 1`,
          )),
        notices: /is told of: .* 2 times/,
      },
    ],
  };
}

function messageIdIn(body: string): string {
  const { data } = JSON.parse(body) as { data: { message_id: string } }; // a thin event, as the API documents it
  return data.message_id;
}
