import { describe, expect, it } from 'vitest';
import { parseRowWalk, parseWalk, personCondition } from './person-path.ts';

const places = { workspace: '$1', ids: '$2', publicIds: '$3' };
const inWorkspace = (table: string): boolean => table !== 'users';

describe('walks from a row to a person', () => {
  it('become conditions, joined on the workspace', () => {
    expect(personCondition(parseWalk('messages', 'contact_id'), 't', places, inWorkspace)).toBe(
      't.workspace_id = $1 and t.contact_id = any ($2)',
    );
    expect(personCondition(parseWalk('message_attempts', 'message_id > messages.contact_id'), 't', places, inWorkspace)).toBe(
      't.workspace_id = $1 and (t.workspace_id, t.message_id) in (select t_.workspace_id, t_.id from messages t_ where t_.workspace_id = $1 and t_.contact_id = any ($2))',
    );
  });

  it('join on other columns than the id, restrict a step, and leave out the workspace where there is none', () => {
    expect(
      personCondition(parseWalk('pending', 'number_id,hash > messages(number_id,hash).contact_id'), 't', places, inWorkspace),
    ).toContain('(t.workspace_id, t.number_id, t.hash) in (select t_.workspace_id, t_.number_id, t_.hash from messages t_');
    expect(
      personCondition(
        parseWalk('notes', 'by[kind=member] > workspace_members.user_id > users.id'),
        't',
        { workspace: null, ids: '$1' },
        inWorkspace,
      ),
    ).toBe(
      "t.kind = any ('{member}') and (t.workspace_id, t.by) in (select t_.workspace_id, t_.id from workspace_members t_ where (t_.user_id) in (select t__.id from users t__ where t__.id = any ($1)))",
    );
  });

  it('compare public ids in text and in JSON', () => {
    expect(personCondition(parseWalk('events', 'data->contact_id:ctc'), 't', places, inWorkspace)).toBe(
      "t.workspace_id = $1 and (t.data ->> 'contact_id') = any ($3)",
    );
    expect(() => personCondition(parseWalk('events', 'id:ctc'), 't', { workspace: '$1', ids: '$2' }, inWorkspace)).toThrow('public ids');
  });

  it('refuse what is no walk', () => {
    expect(() => parseWalk('messages', 'contact_id; drop table contacts')).toThrow(TypeError);
    expect(() => parseWalk('messages', 'messages.contact_id')).toThrow(TypeError);
    expect(() => parseWalk('messages', 'conversation_id > contact_id')).toThrow(TypeError);
  });

  it('lead to the row that something goes with', () => {
    expect(parseRowWalk('message_words', 'place > search_documents(place)').at(-1)).toMatchObject({
      table: 'search_documents',
      enter: ['place'],
    });
  });
});
