import { describe, expect, it } from 'vitest';
import { compareGenerated } from './generated.ts';

describe('the guard of generated files', () => {
  it('sees a missing file and the first line that differs', async () => {
    const files = new Map([
      ['same.md', 'a\nb\n'],
      ['edited.md', 'a\nb\n'],
      ['shorter.md', 'a\nb\nc\n'],
      ['missing.md', 'a\n'],
    ]);
    const onDisk: Record<string, string> = { 'same.md': 'a\nb\n', 'edited.md': 'a\nB\n', 'shorter.md': 'a\nb' };
    expect(await compareGenerated(files, async (name) => onDisk[name] ?? null)).toEqual([
      { file: 'edited.md', line: 2, message: 'is out of date' },
      { file: 'shorter.md', line: 4, message: 'is out of date' },
      { file: 'missing.md', message: 'is missing' },
    ]);
  });
});
