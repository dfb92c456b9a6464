import { z } from 'zod';

const probability = z.number().min(0).max(1);
const milliseconds = z.number().int().min(0);
const range = z.strictObject({ minMs: milliseconds, maxMs: milliseconds });

/** A fault that strikes by chance, or the next `next` requests for sure. */
const faultShape = { probability, next: z.number().int().min(0) };
const fault = z.strictObject(faultShape);

/** All switches, with the values they have at start. See emulator/README.md for what each one does. */
export const behavioursSchema = z.strictObject({
  statuses: z.strictObject({
    /** Tell `sent`, `delivered`, `read` by themselves. `read` also follows when a chat is open on the phone page. */
    autoSent: z.boolean(),
    autoDelivered: z.boolean(),
    autoRead: z.boolean(),
    sentDelay: range,
    deliveredDelay: range,
    readDelay: range,
    failedDelay: range,
    /** Probability that the webhook of this status is never sent. */
    drop: z.strictObject({ sent: probability, delivered: probability, read: probability, failed: probability }),
    /** Probability that a message fails, and with which code. */
    failProbability: probability,
    failCode: z.number().int(),
  }),
  webhooks: z.strictObject({
    isEnabled: z.boolean(),
    batchSize: z.number().int().min(1).max(1000),
    batchLingerMs: milliseconds,
    /** Probability that an update changes places with another of its batch. */
    reorder: probability,
    /** Probability that a POST is sent a second time. */
    duplicate: probability,
    delay: range,
    /** Tell `sent` before the send call is answered. */
    statusBeforeResponse: z.boolean(),
    escapeSlashes: z.boolean(),
    /** Probability that an update carries fields nobody documented. */
    unknownFields: probability,
    concurrency: z.number().int().min(1).max(256),
    timeoutMs: milliseconds,
    /** Real retry gaps are multiplied by this. */
    retryScale: z.number().min(0),
    maxRetryGapMs: milliseconds,
  }),
  upstream: z.strictObject({
    /** Which calls the faults strike. */
    scope: z.enum(['messages', 'all']),
    /** Answers with an HTTP error and takes nothing. */
    httpError: z.strictObject({ ...faultShape, status: z.number().int().min(400).max(599) }),
    /** Takes the message and answers with an HTTP error. */
    httpErrorAfterAccept: z.strictObject({ ...faultShape, status: z.number().int().min(400).max(599) }),
    /** Answers with an error of Meta's table. */
    graphError: z.strictObject({ ...faultShape, code: z.number().int() }),
    slow: z.strictObject({ ...faultShape, minMs: milliseconds, maxMs: milliseconds }),
    /** Never answers, takes nothing. */
    hang: fault,
    /** Takes the message, never answers. */
    hangAfterAccept: fault,
    /** Breaks the connection, takes nothing. */
    reset: fault,
    /** Takes the message, breaks the connection. */
    resetAfterAccept: fault,
    /** Answers 200 with a body that is cut off, after taking the message. */
    garbledAfterAccept: fault,
  }),
  limits: z.strictObject({
    /** Messages per second and number, in and out together. */
    throughput: z.boolean(),
    /** null = what the number's level says: 80, 1,000, or 20 for coexistence. */
    throughputPerSecond: z.number().int().min(1).nullable(),
    pair: z.boolean(),
    pairIntervalMs: milliseconds,
    pairBurst: z.number().int().min(1),
    /** Graph calls per app and account and hour. */
    callsPerHour: z.number().int().min(1).nullable(),
    /** Unique people outside a window in 24 hours; beyond it sends fail by webhook with 131049 unless changed. */
    messagingLimit: z.boolean(),
    messagingLimitCode: z.number().int(),
  }),
  policies: z.strictObject({
    /** Free-form messages outside the 24 hour window fail by webhook with 131047. */
    window: z.boolean(),
    /** Marketing to people who stopped it fails by webhook with 131050. */
    optOut: z.boolean(),
    /** Probability that a marketing message is held back with 131049. */
    marketingCap: probability,
    /** No marketing to numbers of the United States: 131049 by webhook. Meta's rule since 2025-04-01; off for invented numbers. */
    noMarketingToUs: z.boolean(),
    /** All messages fail by webhook with 131042. */
    paymentProblem: z.boolean(),
    /** People who are not in the list of customers have WhatsApp. */
    unknownNumbersHaveWhatsApp: z.boolean(),
    /** Media links are really fetched; a link that fails gives 131053 by webhook. */
    fetchLinks: z.boolean(),
  }),
  templates: z.strictObject({
    reviewDelayMs: milliseconds,
    /** `by_content` rejects what contains the word "reject". */
    review: z.enum(['approve', 'reject', 'by_content', 'never']),
    rejectReason: z.string(),
  }),
});

/** All switches of the emulator. */
export type Behaviours = z.output<typeof behavioursSchema>;

type PartialDeep<Value> = Value extends object ? { [Key in keyof Value]?: PartialDeep<Value[Key]> | undefined } : Value;

/** A change of some switches. */
export type BehavioursPatch = PartialDeep<Behaviours>;

const off = { probability: 0, next: 0 };

/** The switches at start: an honest, quick Meta without faults. */
export const defaultBehaviours: Behaviours = {
  statuses: {
    autoSent: true,
    autoDelivered: true,
    autoRead: false,
    sentDelay: { minMs: 20, maxMs: 60 },
    deliveredDelay: { minMs: 120, maxMs: 400 },
    readDelay: { minMs: 300, maxMs: 900 },
    failedDelay: { minMs: 60, maxMs: 200 },
    drop: { sent: 0, delivered: 0, read: 0, failed: 0 },
    failProbability: 0,
    failCode: 131026,
  },
  webhooks: {
    isEnabled: true,
    batchSize: 100,
    batchLingerMs: 3,
    reorder: 0,
    duplicate: 0,
    delay: { minMs: 0, maxMs: 0 },
    statusBeforeResponse: false,
    escapeSlashes: false,
    unknownFields: 0,
    concurrency: 8,
    timeoutMs: 20_000,
    retryScale: 0.05,
    maxRetryGapMs: 10_000,
  },
  upstream: {
    scope: 'messages',
    httpError: { ...off, status: 503 },
    httpErrorAfterAccept: { ...off, status: 500 },
    graphError: { ...off, code: 131000 },
    slow: { ...off, minMs: 500, maxMs: 3000 },
    hang: off,
    hangAfterAccept: off,
    reset: off,
    resetAfterAccept: off,
    garbledAfterAccept: off,
  },
  limits: {
    throughput: true,
    throughputPerSecond: null,
    pair: true,
    pairIntervalMs: 6000,
    pairBurst: 45,
    callsPerHour: null,
    messagingLimit: false,
    messagingLimitCode: 131049,
  },
  policies: {
    window: true,
    optOut: true,
    marketingCap: 0,
    noMarketingToUs: false,
    paymentProblem: false,
    unknownNumbersHaveWhatsApp: true,
    fetchLinks: false,
  },
  templates: { reviewDelayMs: 4000, review: 'by_content', rejectReason: 'INVALID_FORMAT' },
};

type Plain = Record<string, unknown>;

function isPlain(value: unknown): value is Plain {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function merge(base: unknown, patch: unknown): unknown {
  if (!isPlain(base) || !isPlain(patch)) return patch;
  const result: Plain = { ...base };
  for (const [key, value] of Object.entries(patch)) {
    if (value !== undefined) result[key] = key in base ? merge(base[key], value) : value;
  }
  return result;
}

/** Applies a patch; unknown switches and values out of range are refused with the paths of what is wrong. */
export function patchBehaviours(base: Behaviours, patch: unknown): { ok: true; value: Behaviours } | { ok: false; message: string } {
  const result = behavioursSchema.safeParse(merge(structuredClone(base), patch));
  if (result.success) return { ok: true, value: result.data };
  const problems = result.error.issues.map((issue) => `${issue.path.map(String).join('.')}: ${issue.message}`);
  return { ok: false, message: problems.join('; ') };
}

/** Names of the upstream faults. */
export type UpstreamFault = Exclude<keyof Behaviours['upstream'], 'scope'>;

const UPSTREAM_FAULTS = [
  'httpError',
  'httpErrorAfterAccept',
  'graphError',
  'slow',
  'hang',
  'hangAfterAccept',
  'reset',
  'resetAfterAccept',
  'garbledAfterAccept',
] as const satisfies readonly UpstreamFault[];

/** The switches in force, globally and per number, and their change. */
export interface BehaviourBook {
  /** What holds for a number; the global switches when nothing else was said. */
  of(phoneNumberId?: string): Behaviours;
  /** True when any upstream fault could strike: lets the fast path skip all checks. */
  hasUpstreamFaults(): boolean;
  /** Draws a fault: a counted one first, else by chance. The first in declaration order wins. */
  strike(phoneNumberId: string | undefined, fault: UpstreamFault, chance: (probability: number) => boolean): boolean;
  patch(patch: unknown, phoneNumberId?: string): { ok: true; value: Behaviours } | { ok: false; message: string };
  reset(phoneNumberId?: string): void;
  snapshot(): { global: Behaviours; numbers: Record<string, Behaviours> };
}

/** Creates the book; `saved` is an earlier snapshot, `save` is told of each change. */
export function createBehaviourBook(saved: unknown, save: (snapshot: unknown) => void): BehaviourBook {
  const restored = isPlain(saved) ? saved : {};
  const initial = patchBehaviours(defaultBehaviours, restored['global'] ?? {});
  let global = initial.ok ? initial.value : structuredClone(defaultBehaviours);
  const numbers = new Map<string, Behaviours>();
  if (isPlain(restored['numbers'])) {
    for (const [id, patch] of Object.entries(restored['numbers'])) {
      const result = patchBehaviours(global, patch);
      if (result.ok) numbers.set(id, result.value);
    }
  }
  let hasFaults = false;

  const snapshot = () => ({ global, numbers: Object.fromEntries(numbers) });
  const refresh = () => {
    hasFaults = [global, ...numbers.values()].some((behaviours) =>
      UPSTREAM_FAULTS.some((name) => behaviours.upstream[name].probability > 0 || behaviours.upstream[name].next > 0),
    );
  };
  refresh();
  const of = (phoneNumberId?: string) =>
    (numbers.size > 0 && phoneNumberId !== undefined ? numbers.get(phoneNumberId) : undefined) ?? global;

  return {
    of,
    hasUpstreamFaults: () => hasFaults,
    strike(phoneNumberId, name, chance) {
      const switches = of(phoneNumberId).upstream[name];
      if (switches.next > 0) {
        switches.next -= 1;
        save(snapshot());
        refresh();
        return true;
      }
      return chance(switches.probability);
    },
    patch(patch, phoneNumberId) {
      const result = patchBehaviours(of(phoneNumberId), patch);
      if (!result.ok) return result;
      if (phoneNumberId === undefined) {
        // A global change also reaches numbers that have switches of their own, for the keys it names.
        global = result.value;
        for (const [id, behaviours] of numbers) {
          const changed = patchBehaviours(behaviours, patch);
          if (changed.ok) numbers.set(id, changed.value);
        }
      } else {
        numbers.set(phoneNumberId, result.value);
      }
      refresh();
      save(snapshot());
      return result;
    },
    reset(phoneNumberId) {
      if (phoneNumberId === undefined) {
        global = structuredClone(defaultBehaviours);
        numbers.clear();
      } else {
        numbers.delete(phoneNumberId);
      }
      refresh();
      save(snapshot());
    },
    snapshot,
  };
}
