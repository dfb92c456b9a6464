import { isWellFormedKey } from '../../server/src/modules/api-keys/key-format.ts';
import { lineAt, type Finding, type SourceFile } from './guard.ts';

/** The published pattern of a key (docs/guides/api-keys.md), wherever it stands in a text. */
const pattern = /(?<![0-9A-Za-z])kabar_live_[0-9A-Za-z]{38}(?![0-9A-Za-z])/g;

/** Keys that could be real: the pattern with the right checksum. Examples in documents have a wrong one and pass. */
export function checkLeakedKeys(files: readonly SourceFile[]): Finding[] {
  return files.flatMap(({ name, text }) =>
    [...text.matchAll(pattern)]
      .filter(([key]) => isWellFormedKey(key))
      .map(({ index }) => ({
        file: name,
        line: lineAt(text, index),
        message: 'an API key stands here: revoke it, then take it out; for an example change its last character',
      })),
  );
}
