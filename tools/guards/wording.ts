import { lineAt, type Finding, type SourceFile } from './guard.ts';

type Rule = { pattern: RegExp; message: string; except?: RegExp };

/** This guard and its test have to name what they forbid. */
const guardFiles = /^tools\/guards\/wording(\.test)?\.ts$/;

const rules: readonly Rule[] = [
  { pattern: /(?<![\w.:/])\/(?:work|root|Users)\/[\w.]/g, message: 'is a path of one machine; write it relative to the repository' },
  { pattern: /(?<![\w.:/])\/home\/(?!kabar\b)[\w.]/g, message: 'is a path of one machine; write it relative to the repository' },
  { pattern: /(?<![\w.])\/tmp\/[\w.]/g, message: 'is a fixed temporary path; use os.tmpdir() with mkdtemp', except: /^deploy\// },
  { pattern: /https?:\/\/[^\s"'`)]*(?:registry|artifactory|nexus|verdaccio)[^\s"'`)]*/gi, message: 'names a package registry' },
  { pattern: /\b(?:held-out|sub-?agent|chatgpt|openai codex|ai assistant session)\b/gi, message: 'is not about the product' },
  {
    pattern: /\bTODO\b|\bFIXME\b/g,
    message: 'leave nothing to do behind: finish it or open an issue',
    except: /^(\.oxlintrc\.json|CONTRIBUTING\.md)$/,
  },
];

/** Documents that code and docs may name without a path. */
const documentName = /(?<![\w/.-])([A-Z][A-Z_]{2,}\.md)\b/g;

/**
 * What may not stand in any tracked file: paths of one machine, registry hosts, words of a workplace, names of documents
 * that do not exist. `names` are all files of the repository.
 */
export function checkWording(files: readonly SourceFile[], names: readonly string[]): Finding[] {
  const known = new Set(names.map((name) => name.split('/').at(-1)));
  return files.flatMap(({ name, text }) => {
    if (guardFiles.test(name)) return [];
    const findings: Finding[] = [];
    for (const rule of rules) {
      if (rule.except?.test(name) === true) continue;
      for (const match of text.matchAll(rule.pattern)) {
        findings.push({ file: name, line: lineAt(text, match.index), message: `"${match[0]}" ${rule.message}` });
      }
    }
    for (const match of text.matchAll(documentName)) {
      if (!known.has(match[1])) {
        findings.push({ file: name, line: lineAt(text, match.index), message: `names ${match[1]}, which is not in the repository` });
      }
    }
    return findings;
  });
}

/** A lockfile tells integrity, not where it was downloaded: addresses of one network would break installs elsewhere. */
export function checkLockfile(text: string): Finding[] {
  return [...text.matchAll(/"resolved":\s*"https?:[^"]*"/g)].map((match) => ({
    file: 'package-lock.json',
    line: lineAt(text, match.index),
    message: `${match[0]} is a download address; .npmrc has omit-lockfile-registry-resolved`,
  }));
}
