import { ERRORS, STATUS_CLASSES, type ErrorCode, type StatusClass } from '@kabar/contract';

/** Methods of the API. */
export const METHODS = ['GET', 'POST', 'PATCH', 'PUT', 'DELETE'] as const;

/** Whose calls the log shows. */
export const LOG_CALLERS = ['api_key', 'member', 'all'] as const;

/** One of {@link LOG_CALLERS}. */
export type LogCaller = (typeof LOG_CALLERS)[number];

/** What the log is narrowed to. Lives in the address of the page. */
export interface LogSearch {
  /** How a call ended; another page's `status` means conversations. */
  ended?: StatusClass;
  method?: (typeof METHODS)[number];
  route?: string;
  key?: string;
  /** Whose calls are shown; programs' where nothing is said. */
  by?: Exclude<LogCaller, 'api_key'>;
  error?: ErrorCode;
  /** A request's id, or the id of a thing such as a message. */
  about?: string;
  from?: string;
  until?: string;
  /** The call that is open. */
  request?: string;
}

const errorCodes = Object.keys(ERRORS) as ErrorCode[];

/** Reads an address; what it does not know it leaves out. */
export function logSearch(search: Record<string, unknown>): LogSearch {
  const text = (key: string, fits: RegExp): string | undefined => {
    const value = search[key];
    return typeof value === 'string' && fits.test(value) ? value : undefined;
  };
  const instant = (key: string): string | undefined => {
    const value = text(key, /^\d{4}-/);
    return value !== undefined && !Number.isNaN(Date.parse(value)) ? value : undefined;
  };
  const found = {
    ended: STATUS_CLASSES.find((value) => value === search['ended']),
    method: METHODS.find((value) => value === search['method']),
    route: text('route', /^\/.{1,198}$/),
    key: text('key', /^key_/),
    by: (['member', 'all'] as const).find((value) => value === search['by']),
    error: errorCodes.find((value) => value === search['error']),
    about: text('about', /^[a-z]{3}_[0-9a-z]{26}$/),
    from: instant('from'),
    until: instant('until'),
    request: text('request', /^req_/),
  };
  // What is not set is not in the address.
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined));
}

/** The question for the API. */
export function logQuery(search: LogSearch) {
  const { ended, method, route, key, by, error, about, from, until } = search;
  return {
    status_class: ended,
    method,
    route,
    api_key_id: key,
    caller: by === 'all' ? undefined : (by ?? ('api_key' as const)),
    error_code: error,
    ...(about?.startsWith('req_') ? { request_id: about } : { object_id: about }),
    from,
    until,
  };
}

/** Whether anything of the calls of a caller is narrowed. */
export function isNarrowed({ request: _open, by: _whose, ...rest }: LogSearch): boolean {
  return Object.keys(rest).length > 0;
}
