import type { Statement } from '#platform/db/tx';

/** What a workspace asks of sign-ins, as stored. */
export type SignInRulesRow = { second_factor_from: Date | null; single_sign_on_only: boolean };

/** Reads it; no row until somebody decided. */
export function selectSignInRules(workspaceId: string): Statement {
  return {
    text: `select second_factor_from, single_sign_on_only from workspace_sign_in_rules where workspace_id = $1`,
    values: [workspaceId],
  };
}

/** Writes it. */
export function upsertSignInRules(
  workspaceId: string,
  rules: { secondFactorFrom: Date | null; singleSignOnOnly: boolean },
  at: Date,
): Statement {
  return {
    text: `insert into workspace_sign_in_rules (workspace_id, second_factor_from, single_sign_on_only, updated_at) values ($1, $2, $3, $4)
           on conflict (workspace_id) do update set second_factor_from = $2, single_sign_on_only = $3, updated_at = $4`,
    values: [workspaceId, rules.secondFactorFrom, rules.singleSignOnOnly, at],
  };
}
