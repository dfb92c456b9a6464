import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { newUuid } from '../../../platform/ids.ts';
import { entryKey, openSendJournal, readSendJournal, removeSendJournals } from './send-journal.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'kabar-journal-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('the send journal', () => {
  it('shows the tries that began, without being closed first', () => {
    const journal = openSendJournal(folder, 'anna');
    const [first, second] = [newUuid(), newUuid()];
    journal.started(first, 1);
    journal.started(second, 3);
    const evidence = readSendJournal(folder, 'anna');
    expect([...(evidence ?? [])].toSorted()).toEqual([entryKey(first, 1), entryKey(second, 3)].toSorted());
  });

  it('is believed when empty and not believed when missing', () => {
    openSendJournal(folder, 'anna');
    expect(readSendJournal(folder, 'anna')?.size).toBe(0);
    expect(readSendJournal(folder, 'budi')).toBeNull();
  });

  it('gives up full segments once all in them is settled', () => {
    const journal = openSendJournal(folder, 'anna');
    const ids = Array.from({ length: 50_001 }, () => newUuid());
    for (const id of ids) journal.started(id, 1);
    expect(readdirSync(folder).filter((name) => !name.endsWith('.holder'))).toHaveLength(2);
    for (const id of ids) journal.settled(id, 1);
    expect(readdirSync(folder).filter((name) => !name.endsWith('.holder'))).toHaveLength(1);
  });

  it('is removed for holders that nobody needs any more', () => {
    openSendJournal(folder, 'anna').close();
    openSendJournal(folder, 'budi').close();
    removeSendJournals(folder, (holder) => holder === 'budi');
    expect(readSendJournal(folder, 'anna')).toBeNull();
    expect(readSendJournal(folder, 'budi')).not.toBeNull();
  });
});
