import type { Readable } from 'node:stream';

/**
 * Names an object: one to eight parts of letters, digits, dot, underscore and hyphen, joined by slashes; no part begins with a dot. The form
 * leaves no way out of the storage's own folder or prefix.
 */
export type ObjectName = string;

/** Why an object could not be stored or had. */
export type StorageErrorCode = 'bad_name' | 'not_found' | 'too_large' | 'exists' | 'not_allowed';

const sentences: Record<StorageErrorCode, string> = {
  bad_name: 'An object name has one to eight plain parts joined by slashes.',
  not_found: 'There is no such object.',
  too_large: 'The object is larger than allowed.',
  exists: 'There is an object of this name already.',
  not_allowed: 'The register of recipients does not allow this storage.',
};

/** Thrown by object storages. */
export class StorageError extends Error {
  override readonly name = 'StorageError';
  readonly code: StorageErrorCode;

  constructor(code: StorageErrorCode, options?: ErrorOptions) {
    super(sentences[code], options);
    this.code = code;
  }
}

/** First and last byte of a part, both included. */
export type ObjectRange = { first: number; last: number };

/** A place for objects: local disk or S3. Bytes are stored as given: seal before. */
export type ObjectStorage = {
  /**
   * Stores an object from a stream. It appears whole and durable or not at all; an existing one is never replaced.
   *
   * Errors: `StorageError` `bad_name`, `too_large` (more than `maxBytes`) or `exists`; whatever the source fails with.
   */
  put(name: ObjectName, source: AsyncIterable<Uint8Array>, maxBytes: number): Promise<{ sizeBytes: number }>;
  /**
   * Opens an object, or a part of it, for reading. The caller reads it to the end or destroys it. Errors: `StorageError`
   * `bad_name` or `not_found`.
   */
  get(name: ObjectName, range?: ObjectRange): Promise<Readable>;
  /** Removes an object; nothing happens when there is none. Errors: `StorageError` `bad_name`. */
  delete(name: ObjectName): Promise<void>;
};

/** A storage that can tell what is in it. */
export type ListableStorage = ObjectStorage & {
  /** Every object whose name begins with `prefix` (whole parts; empty for all), in no particular order, as it is found. */
  list(prefix: string): AsyncIterable<{ name: ObjectName; sizeBytes: number }>;
};

const partForm = /^[A-Za-z0-9_-][A-Za-z0-9._-]{0,127}$/;

/** The parts of an object's name. Errors: `StorageError` `bad_name`. */
export function readObjectName(name: ObjectName): string[] {
  const parts = name.split('/');
  if (parts.length > 8 || !parts.every((part) => partForm.test(part))) throw new StorageError('bad_name');
  return parts;
}

/** Whether a text is an object's name: folders may hold files of others. */
export function isObjectName(name: string): boolean {
  const parts = name.split('/');
  return parts.length <= 8 && parts.every((part) => partForm.test(part));
}
