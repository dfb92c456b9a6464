/**
 * Why sealed bytes could not be opened or a key could not be had.
 *
 * - `malformed`: the bytes are not in the sealed form at all, or cut short.
 * - `unsupported`: a format version or algorithm this program does not know.
 * - `unknown_key`: sealed under a key that is not in the given ring.
 * - `broken_seal`: changed, or moved from another workspace, table, column or row. Which of these cannot be told apart.
 * - `key_destroyed`: the key was destroyed on purpose; what it sealed is gone for good.
 */
export type SealErrorCode = 'malformed' | 'unsupported' | 'unknown_key' | 'broken_seal' | 'key_destroyed';

const sentences: Record<SealErrorCode, string> = {
  malformed: 'The sealed bytes are cut short or were never sealed.',
  unsupported: 'The sealed bytes use a format that this version does not know.',
  unknown_key: 'The sealed bytes belong to a key that is not at hand.',
  broken_seal: 'The sealed bytes were changed or belong to another row.',
  key_destroyed: 'The key of these bytes was destroyed.',
};

/** Thrown by everything that opens sealed bytes. Its message never holds any part of the content. */
export class SealError extends Error {
  override readonly name = 'SealError';
  readonly code: SealErrorCode;

  constructor(code: SealErrorCode, options?: ErrorOptions) {
    super(sentences[code], options);
    this.code = code;
  }
}
