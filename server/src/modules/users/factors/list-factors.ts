import type { SecondFactor } from '@kabar/contract';
import { engineQuery, type Tx } from '#platform/db/tx';
import type { UsersContext } from '../users-context.ts';
import { selectFactors, selectProtected, type FactorsRow } from './factors.sql.ts';

/** What a person can show beside a password, best first; empty when nothing is set up. Recovery codes alone are no factor. */
export async function listFactors(ctx: Pick<UsersContext, 'db'>, userId: string, tx?: Tx): Promise<SecondFactor[]> {
  return factorsOf(await readFactors(ctx, userId, tx));
}

/** The same with whether a password is set. */
export async function readFactors(ctx: Pick<UsersContext, 'db'>, userId: string, tx?: Tx): Promise<FactorsRow> {
  const statement = selectFactors(userId);
  const [row] = tx === undefined ? await engineQuery<FactorsRow>(ctx.db, statement) : await tx.query<FactorsRow>(statement);
  if (row === undefined) throw new Error('a row that is always there is not');
  return row;
}

/** See `listFactors`. Pure. */
export function factorsOf(row: FactorsRow): SecondFactor[] {
  const factors: SecondFactor[] = [];
  if (row.passkeys > 0) factors.push('passkey');
  if (row.totp) factors.push('totp');
  if (factors.length > 0 && row.recovery_left > 0) factors.push('recovery_code');
  return factors;
}

/** Those of these people who have a second factor. For other modules. */
export async function whoHasSecondFactor(ctx: Pick<UsersContext, 'db'>, userIds: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await engineQuery<{ user_id: string }>(ctx.db, selectProtected(userIds));
  return new Set(rows.map((row) => row.user_id));
}
