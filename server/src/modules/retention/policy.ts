import type { RetentionClass, RetentionPolicy } from '@kabar/contract';
import { after, formatPeriod, jurisdictionOfPhone, jurisdictionOfPlace, JURISDICTIONS, period, type Jurisdiction } from '#modules/law';
import { engineQuery } from '#platform/db/tx';
import { allLawsOf, decide, type InstallationCeilings, type Policy } from './decide.ts';
import { UNDECIDED_PRESET, type Wish } from './presets.ts';
import type { RetentionContext } from './retention-context.ts';
import { selectPlaces, selectPolicy, type PolicyRow } from './retention.sql.ts';

/** Where the numbers and contacts of a workspace are. */
export type SeenPlace = { law: Jurisdiction; numbers: number; contacts: number };

/** A policy with its history's facts. Revision 0: nobody has decided, and what holds was concluded from numbers and contacts. */
export type LoadedPolicy = { policy: Policy; revision: number; decidedAt: Date | null; decidedBy: string | null };

/** The policy that holds for a workspace. */
export async function loadPolicy(ctx: Pick<RetentionContext, 'db'>, workspaceId: string): Promise<LoadedPolicy> {
  const [row] = await engineQuery<PolicyRow>(ctx.db, selectPolicy(workspaceId));
  if (row !== undefined) {
    const { revision, decidedAt, decidedBy } = row;
    return { policy: ofRow(row), revision, decidedAt, decidedBy };
  }
  const seen = await loadPlaces(ctx, workspaceId);
  const home = seen.toSorted((a, b) => b.numbers - a.numbers).find((place) => place.numbers > 0)?.law ?? null;
  const serves = seen.filter((place) => place.contacts > 0 && place.law !== home).map((place) => place.law);
  return { policy: { preset: UNDECIDED_PRESET, home, serves, wishes: {}, sealed: [] }, revision: 0, decidedAt: null, decidedBy: null };
}

/** Where the numbers and contacts of a workspace are, as far as number plans and countries tell. */
export async function loadPlaces(ctx: Pick<RetentionContext, 'db'>, workspaceId: string): Promise<SeenPlace[]> {
  const rows = await engineQuery<{ kind: 'number' | 'country'; place: string; count: number }>(ctx.db, selectPlaces(workspaceId));
  const places = new Map<Jurisdiction, SeenPlace>();
  for (const { kind, place, count } of rows) {
    const law = kind === 'number' ? jurisdictionOfPhone(place) : jurisdictionOfPlace(place);
    if (law === null) continue;
    const seen = places.get(law) ?? { law, numbers: 0, contacts: 0 };
    seen[kind === 'number' ? 'numbers' : 'contacts'] += count;
    places.set(law, seen);
  }
  return JURISDICTIONS.flatMap((law) => places.get(law) ?? []);
}

/** A policy as the API has it. */
export function presentPolicy({ preset, home, serves, wishes, sealed }: Policy): RetentionPolicy {
  return {
    preset,
    home,
    serves: [...serves],
    wishes: Object.fromEntries(Object.entries(wishes).map(([cls, wish]) => [cls, presentWish(wish)])),
    sealed: sealed.filter((cls) => cls === 'message_content'),
  };
}

/** A wish as the API has it. */
export function presentWish(wish: Wish): { period: string; is_maximum: boolean } {
  return { period: formatPeriod(wish.period), is_maximum: wish.isMaximum };
}

/** A policy as somebody sends it; without a choice nothing is sealed. */
export type PolicyRequest = Omit<RetentionPolicy, 'sealed'> & { sealed?: RetentionPolicy['sealed'] | undefined };

/** A policy as the engine has it. The schema has checked periods. */
export function readPolicy({ preset, home, serves, wishes, sealed = [] }: PolicyRequest): Policy {
  return { preset, home, serves: JURISDICTIONS.filter((law) => serves.includes(law) && law !== home), wishes: readWishes(wishes), sealed };
}

function ofRow({ preset, home, serves, wishes, sealed }: PolicyRow): Policy {
  const law = JURISDICTIONS.find((code) => code === home) ?? null;
  return { preset, home: law, serves: JURISDICTIONS.filter((code) => serves.includes(code)), wishes: readWishes(wishes), sealed };
}

function readWishes(wishes: Partial<Record<RetentionClass, { period: string; is_maximum: boolean }>>): Policy['wishes'] {
  return Object.fromEntries(
    Object.entries(wishes).map(([cls, wish]): [string, Wish] => [cls, { period: period(wish.period), isMaximum: wish.is_maximum }]),
  );
}

type KeptContext = Pick<RetentionContext, 'db'> & { ceilings: InstallationCeilings };

/** Until when something of a class that begins to count at `from` stays at the latest; null: as long as what it belongs to. */
export async function keptUntil(ctx: KeptContext, workspaceId: string, cls: RetentionClass, from: Date): Promise<Date | null> {
  // Counted from the silence of a contact, not from a day that is known: what stays of somebody erased has no end by it.
  if (cls === 'contact_record') return null;
  const { policy } = await loadPolicy(ctx, workspaceId);
  const { effective } = decide(policy, cls, allLawsOf(policy), from, ctx.ceilings);
  return effective === null ? null : after(from, effective);
}
