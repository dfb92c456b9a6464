import type { AuditContext } from '#modules/audit';
import type { Connections } from '#modules/numbers';
import type { Clock } from '#platform/clock';
import type { Database } from '#platform/db/database';
import type { TenantTx } from '#platform/db/tx';
import type { Ids } from '#platform/ids';
import type { Log } from '#platform/log';
import type { Provider, UploadFile } from '#whatsapp/provider';

/** What the use cases of templates need. */
export type TemplatesContext = {
  db: Database;
  clock: Clock;
  ids: Ids;
  log: Log;
  provider: Pick<
    Provider,
    | 'listTemplates'
    | 'createTemplate'
    | 'editTemplate'
    | 'deleteTemplate'
    | 'unpauseTemplate'
    | 'getTemplate'
    | 'uploadSample'
    | 'debugToken'
  >;
  connections: Pick<Connections, 'connectionFor' | 'connectionForAccount'>;
  audit: AuditContext;
  /** Sample files of headers: opened for Meta's review, and spared from removal once a draft or template names them. */
  samples: {
    open(workspaceId: string, mediaId: string, signal: AbortSignal): Promise<UploadFile>;
    use(workspaceId: string, mediaIds: readonly string[], tx: TenantTx): Promise<void>;
  };
};
