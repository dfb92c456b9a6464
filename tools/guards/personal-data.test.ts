import { describe, expect, it } from 'vitest';
import { composeCatalogue } from '../../server/src/platform/personal-data/catalogue.ts';
import {
  erased,
  ofNobody,
  retained,
  type PersonalData,
  type TableDeclaration,
} from '../../server/src/platform/personal-data/declaration.ts';
import { checkCatalogue, checkJobs, checkObjects, checkReadings } from './personal-data-rules.ts';
import { checkRepositoryPersonalData } from './personal-data.ts';
import { readSchemaPicture } from './schema-picture.ts';

const schema = readSchemaPicture(`
create table contacts (
  workspace_id uuid not null,
  id uuid not null,
  name_sealed bytea,
  constraint contacts_pkey PRIMARY KEY (workspace_id, id)
);

create table letters (
  workspace_id uuid not null,
  id uuid not null,
  contact_id uuid not null,
  folder_id uuid,
  text_sealed bytea not null,
  written_at timestamp with time zone not null,
  constraint letters_contact FOREIGN KEY (workspace_id, contact_id) REFERENCES contacts(workspace_id, id) ON DELETE CASCADE
);
`);

const contacts: TableDeclaration = {
  holds: ['Customers', 'Pelanggan', 'ग्राहक'],
  whose: 'contact',
  path: 'id',
  class: 'profile',
  purpose: 'customer_record',
  retention: retained.withWorkspace,
  columns: { workspace_id: ofNobody, 'id name_sealed': {} },
};

const letters: TableDeclaration = {
  holds: ['Letters', 'Surat', 'पत्र'],
  whose: 'contact',
  path: 'contact_id',
  class: 'message_content',
  purpose: 'messaging',
  retention: retained.byPolicy('message_content', 'written_at'),
  columns: { 'workspace_id folder_id': ofNobody, 'id contact_id text_sealed written_at': {} },
};

/** What the check says of letters declared like this. */
function findingsOf(change: Partial<TableDeclaration>): string[] {
  return messagesOf({ contacts, letters: { ...letters, ...change } });
}

function messagesOf(tables: PersonalData['tables']): string[] {
  return checkCatalogue(composeCatalogue([{ owner: 'post', tables }]), schema).map(({ message }) => message);
}

describe('the catalogue of personal data', () => {
  it('is whole and true for this repository', async () => {
    expect(await checkRepositoryPersonalData()).toEqual([]);
  });

  it('accepts what is declared in full', () => {
    expect(findingsOf({})).toEqual([]);
  });

  it('sees a table that a migration adds and nobody declares', () => {
    expect(messagesOf({ contacts })).toEqual([expect.stringContaining('table letters is not declared: say in its module')]);
  });

  it('sees a column that a migration adds and nobody declares', () => {
    expect(findingsOf({ columns: { workspace_id: ofNobody, 'id contact_id text_sealed written_at': {} } })).toEqual([
      expect.stringContaining('column letters.folder_id is not declared'),
    ]);
  });

  it('sees a declared column that is not there', () => {
    expect(findingsOf({ columns: { ...letters.columns, colour: {} } })).toContain(
      'column letters.colour is declared but not in the database: remove it',
    );
  });

  it('sees a personal column that no walk connects with a person', () => {
    expect(findingsOf({ path: 'folder_id' })[0]).toMatch(/cannot be reached: nothing says that letters\.folder_id is an id of contacts/);
    expect(findingsOf({ path: 'folder_id > folders.contact_id' })[0]).toMatch(/there is no table folders/);
    expect(findingsOf({ path: 'written_at > contacts.id' })[0]).toMatch(/are of different types/);
    expect(findingsOf({ path: { open: 'somehow' } })[0]).toMatch(/say in a sentence/);
    expect(
      findingsOf({ columns: { workspace_id: ofNobody, folder_id: { whose: 'account' }, 'id contact_id text_sealed written_at': {} } }),
    ).toEqual([expect.stringContaining("letters.folder_id is a person's but has no path")]);
  });

  it('sees an erasure that cannot happen, and a reason to keep that is none', () => {
    const { 'id contact_id text_sealed written_at': rest, ...others } = letters.columns;
    const withText = (erase: TableDeclaration['erase']): string[] =>
      findingsOf({
        columns: { ...others, 'id contact_id written_at': rest ?? {}, text_sealed: erase === undefined ? {} : { erase } },
      });
    expect(withText(erased.detached)).toEqual([expect.stringContaining('cannot be emptied')]);
    expect(withText(erased.destroyed)).toEqual([expect.stringContaining('holds no key')]);
    expect(withText(erased.kept('not_personal'))).toEqual([expect.stringContaining('no reason to keep it')]);
  });

  it('sees an anchor that is no time and a sealed column that is not', () => {
    expect(findingsOf({ retention: retained.byPolicy('message_content', 'folder_id') })[0]).toMatch(/no column that holds a time/);
    expect(findingsOf({ retention: retained.fixed('a week', 'written_at') })[0]).toMatch(/no ISO 8601 period/);
    expect(findingsOf({ sealedBy: 'plain' })).toContain('column letters.text_sealed is called sealed but declared plain');
  });

  it('refuses what is declared twice', () => {
    const part = { owner: 'post', tables: { contacts } };
    expect(() => composeCatalogue([part, part])).toThrow('table contacts is declared twice');
    expect(() =>
      composeCatalogue([{ owner: 'post', tables: { contacts: { ...contacts, columns: { 'id name_sealed': {}, id: {} } } } }]),
    ).toThrow('column contacts.id is declared twice');
  });

  it('sees jobs and their fields', () => {
    const source = {
      name: 'server/src/modules/post/jobs.ts',
      text: `import { defineJob } from '#platform/jobs/job';
const common = { schema: z.object({ letterId: z.uuid() }), timeoutMs: 1 };
const carry = defineJob({ name: 'post.carry', schema: z.object({ letterId: z.uuid(), to: z.enum(['a']) }) });
const burn = defineJob({ name: 'post.burn', ...common });
`,
    };
    const ask = (jobs: PersonalData['jobs']): string[] =>
      checkJobs(composeCatalogue([{ owner: 'post', tables: {}, jobs: jobs ?? {} }]), [source]).map(({ message }) => message);
    const whole = {
      'post.carry': { letterId: { idOf: 'letters' }, to: 'nobody' },
      'post.burn': { letterId: { idOf: 'letters' } },
    } as const;
    expect(ask(whole)).toEqual([]);
    expect(ask({ 'post.carry': whole['post.carry'] })).toEqual([expect.stringContaining('job post.burn is not declared')]);
    expect(ask({ ...whole, 'post.carry': { to: 'nobody' } })).toEqual([
      expect.stringContaining('field letterId of job post.carry is not declared'),
    ]);
    expect(ask({ ...whole, 'post.read': {} })).toEqual([expect.stringContaining('nothing defines it')]);
  });

  it('sees files that open content and that no reading names', () => {
    const opening = {
      name: 'server/src/modules/post/read.ts',
      text: "import { openText, seal } from '#platform/crypto/seal';\nexport const read = openText;",
    };
    const writing = { name: 'server/src/modules/post/write.ts', text: "import { seal } from '#platform/crypto/seal';" };
    const ask = (files: string[]): string[] =>
      checkReadings(
        composeCatalogue([
          {
            owner: 'post',
            tables: {},
            readings: {
              'post.letters': {
                name: ['Letters', 'Surat', 'पत्र'],
                reads: ['Letters', 'Surat', 'पत्र'],
                why: ['To carry them', 'Untuk mengantar', 'पहुँचाने के लिए'],
                classes: ['message_content'],
                starts: 'when_asked',
                where: 'here',
                control: 'fixed',
                files,
              },
            },
          },
        ]),
        [opening, writing],
      ).map(({ message }) => message);
    expect(ask(['modules/post/read.ts'])).toEqual([]);
    expect(ask([])).toEqual([expect.stringContaining('opens what people wrote, and no reading names it')]);
    expect(ask(['modules/post/read.ts', 'modules/post/write.ts'])).toEqual([expect.stringContaining('which opens nothing')]);
  });

  it('sees forms of object names', () => {
    const source = {
      name: 'server/src/modules/post/put.ts',
      text: 'const name = `${workspaceId}/letters/${id}`;\nawait ctx.storage.put({ name });\nconst cached = `${workspaceId}/${id}`;',
    };
    const declared: PersonalData['objects'] = {
      letters: {
        holds: ['Letters', 'Surat', 'पत्र'],
        form: '{workspace}/letters/{letter}',
        table: 'letters',
        column: 'id',
        whose: 'contact',
        class: 'media',
        purpose: 'messaging',
        encryption: 'contact_key',
        retention: retained.withWorkspace,
      },
    };
    const ask = (objects: PersonalData['objects']): string[] =>
      checkObjects(composeCatalogue([{ owner: 'post', tables: {}, objects: objects ?? {} }]), [source]).map(({ message }) => message);
    expect(ask(declared)).toEqual([]);
    expect(ask({})).toEqual([expect.stringContaining('objects of the form {}/letters/{} are not declared')]);
    expect(checkObjects(composeCatalogue([{ owner: 'post', tables: {}, objects: declared }]), []).map(({ message }) => message)).toEqual([
      'nothing makes objects letters: remove them',
    ]);
  });
});
