export { appendAccountAudit, appendAudit, type AuditContext } from './append-audit.ts';
export type { AuditKeySource } from './audit-keys.ts';
export { personal, type AuditActor, type AuditEntryInput, type AuditValue } from './audit-entry.ts';
export { verifyAudit, type AuditVerdict } from './verify-audit.ts';
export { auditRoutes } from './routes.ts';
export { auditPersonalData } from './personal-data.ts';
export { erasePersonalValues } from './erase-personal.ts';
export { trimAudit } from './trim-audit.ts';
export { readAuditOf } from './read-audit-of.ts';
