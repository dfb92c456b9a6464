import type { Config } from '#config';
import { createLog } from '#platform/log';
import type { Log } from '#platform/log';
import type { Fault } from '#platform/logging/fault-inbox';

/** Makes the process's log as the configuration asks; for a person at a terminal unless told otherwise. */
export function createRoleLog(config: Config, onFault?: (fault: Fault) => void): Promise<Log> {
  const isPretty = config.log.format === 'pretty' || (config.log.format === undefined && config.isEmbedded && process.stdout.isTTY);
  return createLog({ level: config.log.level, pretty: isPretty, ...(onFault === undefined ? {} : { onFault }) });
}
