import { ID_PREFIXES } from '@kabar/contract';
import { fromPublicId, toPublicId } from '#platform/ids';
import type { TranscriptLine } from './transcript-line.ts';
import type { EntryRow, NameRow } from './transcripts.sql.ts';

/** Names that entries speak of. */
export type EntryNames = { contact: string; byId: ReadonlyMap<string, string> };

/** Makes the names of an entry findable by kind and database id. */
export function entryNames(contact: string, rows: readonly NameRow[]): EntryNames {
  return { contact, byId: new Map(rows.map((row) => [`${row.kind} ${row.id}`, row.name])) };
}

/** A note or an activity line of a transcript. `text` is that of a note, null when it cannot be read. Never throws. */
export function describeEntry(row: EntryRow, text: string | null, names: EntryNames): TranscriptLine {
  const isNote = row.kind === 'note';
  return {
    kind: isNote ? 'note' : 'activity',
    id: toPublicId(ID_PREFIXES.entry, row.id),
    at: row.at,
    direction: null,
    author: authorOf(row, names),
    type: row.kind,
    status: null,
    text: isNote
      ? row.deletedAt === null
        ? (text ?? '[This note can no longer be read]')
        : '[This note was deleted]'
      : describeActivity(row, names),
    marks: row.deletedAt === null ? (row.editedAt === null ? [] : ['edited']) : ['deleted'],
    mediaId: null,
    link: null,
  };
}

function authorOf({ actorKind, actorId }: EntryRow, names: EntryNames): string {
  if (actorKind === 'contact') return names.contact;
  if (actorKind === 'member') return names.byId.get(`member ${actorId ?? ''}`) ?? 'A former member';
  if (actorKind === 'api_key') return `API key ${names.byId.get(`api_key ${actorId ?? ''}`) ?? ''}`.trim();
  return actorKind === 'bot' ? 'Bot' : 'Kabar';
}

function describeActivity({ kind, data }: EntryRow, names: EntryNames): string {
  const name = (field: string, what: keyof typeof prefixes): string => {
    const value = data[field];
    const id = typeof value === 'string' ? fromPublicId(prefixes[what], value) : null;
    return id === null ? '' : (names.byId.get(`${what} ${id}`) ?? `a former ${what}`);
  };
  switch (kind) {
    case 'assigned':
      return `assigned to ${name('assignee_id', 'member') || 'somebody'}`;
    case 'unassigned':
      return 'taken from its assignee';
    case 'team_changed':
      return name('team_id', 'team') === '' ? 'taken from its team' : `given to the team ${name('team_id', 'team')}`;
    case 'tagged':
      return `tagged ${name('tag_id', 'tag')}`.trim();
    case 'untagged':
      return `tag removed ${name('tag_id', 'tag')}`.trim();
    case 'snoozed':
      return typeof data['until'] === 'string' ? `snoozed until ${data['until']}` : 'snoozed';
    case 'reopened':
      return data['by'] === 'customer' ? 'reopened by a message of the customer' : 'reopened';
    case 'rated':
      return typeof data['rating'] === 'number' ? `rated ${data['rating']}` : 'rated';
    case 'bot_started':
      return 'handed to the bot';
    case 'bot_stopped':
      return 'taken over from the bot';
    default:
      return kind.replaceAll('_', ' ');
  }
}

const prefixes = { member: ID_PREFIXES.member, team: ID_PREFIXES.team, tag: ID_PREFIXES.tag } as const;
