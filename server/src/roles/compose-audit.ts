import type { Config } from '#config';
import { auditJobs, auditRoutes, type AnchorContext, type AuditContext } from '#modules/audit';
import type { EgressGate } from '#platform/egress/gate';
import { openBackupPlace } from './backup-parts.ts';
import type { Context } from './context.ts';
import type { Modules } from './modules.ts';

/** The place of the checkpoints that the settings name. Close it at the end. */
export function openCheckpoints(config: Config, gate: EgressGate): AnchorContext['checkpoints'] & { close(): void } {
  return openBackupPlace(config, config.audit.checkpoints, gate);
}

/** Builds the audit log with what anchors it. */
export function composeAudit(context: Context, audit: AuditContext): Pick<Modules, 'routes' | 'jobs' | 'parts'> {
  const { config, db, log, gate, keyring, metrics } = context;
  const checkpoints = openCheckpoints(config, gate);
  const anchor: AnchorContext = {
    ...audit,
    db,
    log,
    checkpoints,
    signingKey: () => keyring.signingKey(),
    formerSigningKeys: () => keyring.formerSigningKeys(),
  };
  return {
    routes: auditRoutes(anchor),
    jobs: auditJobs({ ...anchor, metrics }),
    parts: [{ name: 'audit_checkpoints', stop: () => checkpoints.close() }],
  };
}
