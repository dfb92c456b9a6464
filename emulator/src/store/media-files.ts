import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The bytes of media files, by media id. */
export interface MediaFiles {
  write(id: string, bytes: Buffer): void;
  read(id: string): Buffer | undefined;
  remove(id: string): void;
}

/** Files under `<dataDir>/media`, or in memory without a data directory. Ids are decimal digits, made by us. */
export function openMediaFiles(dataDir: string | null): MediaFiles {
  if (dataDir === null) {
    const files = new Map<string, Buffer>();
    return {
      write: (id, bytes) => {
        files.set(id, bytes);
      },
      read: (id) => files.get(id),
      remove: (id) => {
        files.delete(id);
      },
    };
  }
  const directory = join(dataDir, 'media');
  mkdirSync(directory, { recursive: true });
  const pathOf = (id: string) => join(directory, id.replaceAll(/\D/g, ''));
  return {
    write: (id, bytes) => writeFileSync(pathOf(id), bytes),
    read(id) {
      try {
        return readFileSync(pathOf(id));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined; // fs errors carry a code
        throw error;
      }
    },
    remove: (id) => rmSync(pathOf(id), { force: true }),
  };
}
