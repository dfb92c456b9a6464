/** Deepest nesting accepted in a webhook body. Meta's own bodies stay below 16 levels. */
export const MAX_JSON_DEPTH = 64;

/** Outcome of reading webhook bytes. `reason` is for machines, `message` is a plain sentence without content. */
export type JsonOutcome = { ok: true; value: unknown } | { ok: false; reason: 'not_json' | 'too_deep'; message: string };

// Integer in value position. Ids inside strings start with a quote, so ordinary bodies never match
// and take the native parser directly.
const LONG_INTEGER_HINT = /(?:^|[:[,])\s*-?\d{16}/;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const MINUS = 0x2d;
const ZERO = 0x30;
const NINE = 0x39;

function isDigit(code: number): boolean {
  return code >= ZERO && code <= NINE;
}

/** True for the characters that turn a number into a fraction or a power: `.`, `e`, `E`, `+`. */
function continuesNumber(code: number): boolean {
  return code === 0x2e || code === 0x65 || code === 0x45 || code === 0x2b;
}

/** Puts quotes around integer literals of 16 and more digits that stand outside strings. */
function quoteLongIntegers(text: string): string {
  let out = '';
  let copiedTo = 0;
  let index = 0;
  while (index < text.length) {
    const code = text.charCodeAt(index);
    if (code === QUOTE) {
      index += 1;
      while (index < text.length && text.charCodeAt(index) !== QUOTE) {
        index += text.charCodeAt(index) === BACKSLASH ? 2 : 1;
      }
      index += 1;
    } else if (code === MINUS || isDigit(code)) {
      const start = index;
      index += 1;
      while (index < text.length && isDigit(text.charCodeAt(index))) index += 1;
      const digitCount = index - start - (code === MINUS ? 1 : 0);
      let isInteger = true;
      while (
        index < text.length &&
        (continuesNumber(text.charCodeAt(index)) || text.charCodeAt(index) === MINUS || isDigit(text.charCodeAt(index)))
      ) {
        isInteger = false;
        index += 1;
      }
      if (isInteger && digitCount >= 16) {
        out += `${text.slice(copiedTo, start)}"${text.slice(start, index)}"`;
        copiedTo = index;
      }
    } else {
      index += 1;
    }
  }
  return copiedTo === 0 ? text : out + text.slice(copiedTo);
}

function exceedsDepth(value: unknown, levelsLeft: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (levelsLeft === 0) return true;
  if (Array.isArray(value)) {
    for (const item of value) if (exceedsDepth(item, levelsLeft - 1)) return true;
    return false;
  }
  for (const item of Object.values(value)) if (exceedsDepth(item, levelsLeft - 1)) return true;
  return false;
}

/**
 * Reads the JSON text of a webhook or of a Graph answer without damaging ids: integer literals of 16 and more
 * digits (such as `message_template_id`) come back as strings, because they may exceed 2^53.
 *
 * Fast path: the native parser, when no such literal is in the text. `bytes` is UTF-8; malformed
 * sequences become U+FFFD as everywhere in Node.
 *
 * Errors: never throws; `not_json` for text that is not JSON, `too_deep` beyond `maxDepth` levels of nesting.
 * Source: Meta for Developers, "message_template_status_update webhook reference" (ids are JSON integers), 2026-09.
 */
export function parseBigIntSafeJson(bytes: Uint8Array | string, maxDepth: number = MAX_JSON_DEPTH): JsonOutcome {
  const text = typeof bytes === 'string' ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
  let value: unknown;
  try {
    value = JSON.parse(LONG_INTEGER_HINT.test(text) ? quoteLongIntegers(text) : text);
  } catch {
    return { ok: false, reason: 'not_json', message: 'The body is not JSON.' };
  }
  if (exceedsDepth(value, maxDepth)) {
    return { ok: false, reason: 'too_deep', message: `The body is nested deeper than ${maxDepth} levels.` };
  }
  return { ok: true, value };
}
