import type { Connections } from '#modules/numbers';
import type { Clock } from '#platform/clock';
import type { Database } from '#platform/db/database';
import type { Ids } from '#platform/ids';
import type { Log } from '#platform/log';
import type { Provider } from '#whatsapp/provider';

/** What the use cases of templates need. */
export type TemplatesContext = {
  db: Database;
  clock: Clock;
  ids: Ids;
  log: Log;
  provider: Pick<Provider, 'listTemplates'>;
  connections: Pick<Connections, 'connectionFor' | 'connectionForAccount'>;
};
