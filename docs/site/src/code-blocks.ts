import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import MarkdownIt from 'markdown-it';
import { contentsFile } from './contents.ts';
import { readFence } from './fence.ts';
import { listDocuments } from './list-documents.ts';

/** A fenced block of code in a document. `line` counts from 1. */
export type CodeBlock = { file: string; line: number; language: string; marks: Readonly<Record<string, string>>; code: string };

/** Documents that are no pages of the site but show code, too. */
const further = ['README.md', 'emulator/README.md', contentsFile];

/** The documents whose code has to work, with their blocks in reading order; documents without any are left out. */
export async function readCodeBlocks(repository: string): Promise<Map<string, CodeBlock[]>> {
  const names = [...(await listDocuments(repository)), ...further];
  const pages = await Promise.all(
    names.map(async (name) => [name, codeBlocksOf(name, await readFile(join(repository, name), 'utf8'))] as const),
  );
  return new Map(pages.filter(([, blocks]) => blocks.length > 0));
}

/** The fenced blocks of one document, also those inside lists and quotations. */
export function codeBlocksOf(file: string, text: string): CodeBlock[] {
  return new MarkdownIt().parse(text, {}).flatMap((token) => {
    if (token.type !== 'fence') return [];
    const { language, marks } = readFence(token.info);
    return [{ file, line: (token.map?.[0] ?? 0) + 1, language, marks, code: token.content }];
  });
}
