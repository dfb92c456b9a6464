import { destination, pino, stdTimeFunctions } from 'pino';
import type { DestinationStream, Logger as PinoLogger } from 'pino';
import { describeError } from './logging/describe-error.ts';
import type { Fault } from './logging/fault-inbox.ts';
import type { LogFields, LogKey } from './logging/log-keys.ts';
import { logKeys, readLogValue } from './logging/log-keys.ts';
import { scrubLine } from './logging/scrub-line.ts';

export type { LogFields } from './logging/log-keys.ts';

/** Levels, from the most to the least talkative. */
export const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const;
export type LogLevel = (typeof logLevels)[number];

/**
 * A text that is written out in the source. A variable, or a template with one, does not fit, so nothing that came from
 * outside can become part of a message.
 */
export type LiteralText<Text extends string> = Record<never, never> extends Record<Text, 1> ? never : Text;

type Write = <const Text extends string>(text: LiteralText<Text>, fields?: LogFields) => void;

/** Writes lines. The text is a fixed sentence; everything that varies goes into known keys (see `log-keys.ts`). */
export type Log = { readonly [Level in LogLevel]: Write } & {
  /** The same log with fields that every line carries, e.g. `{ workspaceId }`. */
  child(fields: LogFields): Log;
};

/** How a log is made. */
export type LogOptions = {
  level: LogLevel | 'silent';
  /** Where lines go, one JSON object each. Default: standard output. */
  destination?: DestinationStream;
  /**
   * Readable coloured lines; on a terminal with the words of errors, which can quote data and are left out of everything
   * that is kept.
   */
  pretty?: boolean;
  /** Hears of every fault of ours that is written at `error` or `fatal`, described as in the line. */
  onFault?: (fault: Fault) => void;
};

/**
 * Makes the process's log: JSON lines with `level`, `time`, `msg` and known keys. Three nets keep personal data out: the
 * types of texts and keys, the check of each value against the kind of its key, and a scrubber over the finished line.
 */
export async function createLog(options: LogOptions): Promise<Log> {
  const pretty = options.pretty === true ? await prettyStream() : null;
  const logger = pino(
    {
      level: options.level,
      base: null,
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      // Known keys cannot be named like this; the paths stand for the day somebody adds such a key.
      redact: {
        paths: ['*.authorization', '*.token', '*.password', '*.secret', '*.phone', '*.email', '*.text', '*.body'],
        censor: '[redacted]',
      },
      hooks: { streamWrite: scrubLine },
    },
    pretty ?? options.destination ?? destination({ dest: 1, sync: true }),
  );
  // Readable lines may also be asked for where they are kept; the words of errors go to a terminal only.
  return wrap(logger, pretty !== null && process.stdout.isTTY, options.onFault);
}

/** A log that writes nothing, for tests of other things. */
export const silentLog: Log = wrap(pino({ level: 'silent' }), false);

function wrap(logger: PinoLogger, showMessages: boolean, onFault?: (fault: Fault) => void): Log {
  const writer =
    (level: LogLevel): Write =>
    (text, fields) => {
      if (logger.isLevelEnabled(level)) logger[level](readFields(fields, showMessages), text);
      if ((level === 'error' || level === 'fatal') && fields?.error !== undefined)
        onFault?.({ text, error: describeError(fields.error, false) });
    };
  return {
    trace: writer('trace'),
    debug: writer('debug'),
    info: writer('info'),
    warn: writer('warn'),
    error: writer('error'),
    fatal: writer('fatal'),
    child: (fields) => wrap(logger.child(readFields(fields, showMessages)), showMessages, onFault),
  };
}

function readFields(fields: LogFields | undefined, showMessages: boolean): Record<string, unknown> {
  const line: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(fields ?? {})) {
    if (value === undefined || value === null) continue;
    if (key === 'error') line['error'] = describeError(value, showMessages);
    else if (isLogKey(key)) line[key] = readLogValue(logKeys[key], value);
  }
  return line;
}

function isLogKey(key: string): key is LogKey {
  return Object.hasOwn(logKeys, key);
}

/** The formatter is a development dependency; without it lines stay JSON. */
async function prettyStream(): Promise<DestinationStream | null> {
  try {
    const { default: format } = await import('pino-pretty');
    return format({ colorize: true, sync: true, translateTime: 'SYS:HH:MM:ss', ignore: 'pid,hostname' });
  } catch {
    return null;
  }
}
