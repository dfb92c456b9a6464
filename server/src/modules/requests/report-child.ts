import { childAge, jurisdictionOfPlace } from '#modules/law';
import { tenantQuery } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import type { Actor } from './acting.ts';
import { changeRequest } from './change-request.ts';
import { restrict } from './decide.ts';
import { findPerson, openRequest } from './open-request.ts';
import type { RequestsContext } from './requests-context.ts';
import { selectRequest, type RequestRow } from './requests.sql.ts';
import { workJob } from './tell-person-job.ts';

/** The age that Kabar's own notices name where no law says more. */
const policyAge = 13;
/** Where nobody knows the place, nobody is taken for older than they may be. */
const strictestAge = 18;

/** Database id of the request that erases the child's data. `age`: how old they are, as far as somebody knows. */
export type ChildReport = { contactId: string; age: number | null; note: string | null };

/**
 * Somebody turned out to be a child: their data is set apart at once and erased without the days in which an erasure can be stopped, without a
 * code and without a second member. An erasure of the same person that is open already is hurried instead. Gives the request's database id.
 *
 * Errors: `not_found` for a contact that is gone; `validation_failed` for an age at which the law of their place sees no child.
 */
export async function reportChild(ctx: RequestsContext, actor: Actor, { contactId, age, note }: ChildReport): Promise<string> {
  const { workspaceId } = actor;
  const person = await findPerson(ctx, workspaceId, contactId, { phone: null });
  const place = person.country === null ? null : jurisdictionOfPlace(person.country);
  const limit = place === null ? strictestAge : childAge([place], policyAge);
  if (age !== null && age >= limit)
    throw new AppError('validation_failed', {
      details: { issues: [{ path: 'body.age', message: `where this person is, a child is below ${limit}` }] },
    });
  const opened = await openRequest(ctx, actor, {
    kind: 'erase',
    channel: 'member',
    contactId,
    subject: { note },
    isChild: true,
    proof: 'judged',
  });
  const [row] = await tenantQuery<RequestRow>(ctx.db, workspaceId, selectRequest(workspaceId, opened));
  const id = row?.duplicateOf ?? opened;
  await changeRequest(ctx, actor, id, ['received', 'identity_check', 'planned', 'veto_window'], async (open, tx) => {
    const hasRestricted = open.contactId !== null && (await restrict(ctx, tx, actor, open.contactId, true));
    await ctx.jobs.enqueue(tx, workJob, { workspaceId, requestId: id });
    return {
      patch: {
        state: 'executing',
        isChild: true,
        identity: 'judged',
        identityMethod: 'judged',
        identityAt: ctx.clock.now(),
        identityBy: actor.kind === 'member' ? actor.id : null,
        vetoUntil: null,
        hasRestricted: open.hasRestricted || hasRestricted,
      },
      event: 'child_reported',
    };
  });
  return id;
}
