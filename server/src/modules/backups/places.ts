import path from 'node:path';
import type { EgressGate } from '#platform/egress/gate';
import { createDiskStorage } from '#platform/storage/disk-storage';
import type { ListableStorage } from '#platform/storage/object-storage';
import { createS3Storage } from '#platform/storage/s3-storage';

/** Where backups lie. */
export type PlaceAddress = { kind: 'folder'; folder: string } | { kind: 's3'; bucket: string; prefix: string };

/** How an S3 place is reached; without keys the environment of the process gives them. */
export type S3Access = {
  region: string;
  endpoint?: string | undefined;
  accessKeyId?: string | undefined;
  secretAccessKey?: string | undefined;
  /** Folder in which objects are written, encrypted as they are, before they are sent. */
  draftsIn: string;
  /** Asked before each request. */
  gate: EgressGate;
};

/** An open place. */
export type Place = {
  /** As an operator knows it: a folder or `s3://bucket/prefix`. */
  label: string;
  kind: 'folder' | 's3';
  /** Region of an S3 place, for the promise that copies lie apart. */
  region: string | null;
  storage: ListableStorage;
  close(): void;
};

/** Reads `s3://bucket/prefix`, `file:///folder` or a folder; a relative folder is taken from `home`. */
export function readPlace(text: string, home: string): PlaceAddress {
  const s3 = /^s3:\/\/([^/]+)(?:\/(.*))?$/.exec(text);
  if (s3?.[1] !== undefined) return { kind: 's3', bucket: s3[1], prefix: (s3[2] ?? '').replaceAll(/^\/+|\/+$/g, '') };
  return { kind: 'folder', folder: path.resolve(home, text.replace(/^file:\/\//, '')) };
}

/** Opens a place; nothing is reached before its first use. */
export function openPlace(address: PlaceAddress, access: S3Access): Place {
  if (address.kind === 'folder') {
    return { label: address.folder, kind: 'folder', region: null, storage: createDiskStorage(address.folder), close: () => undefined };
  }
  const { bucket, prefix } = address;
  const s3 = createS3Storage({ bucket, purpose: 'backup_storage', ...access });
  return {
    label: prefix === '' ? `s3://${bucket}` : `s3://${bucket}/${prefix}`,
    kind: 's3',
    region: access.region,
    storage: prefix === '' ? s3 : below(s3, prefix),
    close: () => s3.close(),
  };
}

/** A part of a storage as a storage of its own. */
export function below(storage: ListableStorage, prefix: string): ListableStorage {
  const at = (name: string): string => `${prefix}/${name}`;
  return {
    put: (name, source, maxBytes) => storage.put(at(name), source, maxBytes),
    get: (name, range) => storage.get(at(name), range),
    delete: (name) => storage.delete(at(name)),
    list: async function* (inner) {
      for await (const { name, sizeBytes } of storage.list(inner === '' ? prefix : at(inner))) {
        yield { name: name.slice(prefix.length + 1), sizeBytes };
      }
    },
  };
}
