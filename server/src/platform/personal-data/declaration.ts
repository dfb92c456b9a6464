import type { DataClass, Encryption, KeepReason, LegalBasis, Purpose, ReadingSettings, RetentionClass, Whose } from '@kabar/contract';

/** The same words in the languages of the dashboard: English, Indonesian, Hindi. */
export type Words = readonly [en: string, id: string, hi: string];

/**
 * How a row leads to a person.
 *
 * A string is a walk along columns, from which SQL is made: `contact_id`, `message_id > messages.contact_id`,
 * `conversation_id > conversations.contact_id`, `actor_id[actor_kind=member] > workspace_members.user_id`,
 * `match_kind,match_hash > contact_identifiers(match_kind,match_hash).contact_id`. Tables are joined on `id` unless brackets name other columns, and
 * always on the workspace where both have one. `[column=value|value]` restricts the step. `target_id:ctc` is a text column that holds a public id,
 * `data->contact_id:ctc` a field of a JSON column that holds one. The walk ends at an id of `contacts` or of `users`.
 *
 * `derive`: no column leads there; the value is worked out anew from the person's identifiers, in the way the sentence says.
 * `open`: the rows are sealed and hold several persons; they are opened and looked through.
 */
export type PersonPath = string | { readonly derive: string } | { readonly open: string };

/** How long something stays. Made by `retained`. */
export type Retention =
  | { readonly by: 'class'; readonly class: RetentionClass; readonly anchors: readonly string[] }
  | { readonly by: 'row'; readonly walk: string }
  | { readonly by: 'fixed'; readonly period: string; readonly anchors: readonly string[] }
  | { readonly by: 'workspace' }
  | { readonly by: 'account' }
  | { readonly by: 'installation' };

/** What erasing the person does. Made by `erased`. */
export type ErasureRule =
  | { readonly does: 'delete' | 'detach' | 'destroy' }
  | { readonly does: 'anonymise'; readonly to: string }
  | { readonly does: 'keep'; readonly because: KeepReason };

/** What is known of a table, a column, an object or a log key. A column has its table's facts except those it states itself. */
export type Facts = {
  readonly whose: Whose;
  /** Ways to the person; a row is theirs when one of them leads there. Empty only for `nobody`. */
  readonly paths: readonly PersonPath[];
  readonly class: DataClass;
  readonly purpose: Purpose;
  /** Default: that of the purpose (`basisOf`). */
  readonly basis: LegalBasis;
  readonly retention: Retention;
  readonly erase: ErasureRule;
};

/** What a column states that differs from its table. */
export type ColumnDeclaration = Partial<Omit<Facts, 'paths' | 'basis'>> & {
  readonly basis?: LegalBasis;
  readonly path?: PersonPath | readonly PersonPath[];
  /** Default: `hash` for `*_hash`, the table's `sealedBy` for `*_sealed`, otherwise `plain`. */
  readonly encryption?: Encryption;
};

/** A table of one module. */
export type TableDeclaration = {
  /** What lies here, for somebody who never saw a database: one noun phrase. */
  readonly holds: Words;
  readonly whose: Whose;
  /** Left out for `nobody`. */
  readonly path?: PersonPath | readonly PersonPath[];
  readonly class: DataClass;
  readonly purpose: Purpose;
  readonly basis?: LegalBasis;
  readonly retention: Retention;
  /** Left out for `nobody`: then nothing happens. */
  readonly erase?: ErasureRule;
  /** The key of `*_sealed` columns. Default: the contact's key for a contact's data, otherwise the workspace's. */
  readonly sealedBy?: Encryption;
  /**
   * Every column, in groups: `{ 'id contact_id kind': {}, 'author_id': pointsToMember('author_id', 'author_kind') }`. `{}` means: as the table.
   */
  readonly columns: Readonly<Record<string, ColumnDeclaration>>;
};

/** Objects in the object storage that share a form of name. */
export type ObjectDeclaration = {
  readonly holds: Words;
  /** The form of the names, e.g. `{workspace}/exports/{export}.{try}`. */
  readonly form: string;
  /** The row that knows the object, and its column with the name. Without that row the object is rubbish. */
  readonly table: string;
  readonly column: string;
  readonly encryption: Encryption;
} & Pick<TableDeclaration, 'whose' | 'class' | 'purpose' | 'basis' | 'retention'>;

/** A field of a job's payload: an id of something (never a value about a person), and what it is an id of. */
export type JobFields = Readonly<Record<string, JobField>>;

/** `nobody`: says nothing about a person. Otherwise the table whose row the id names, through which the person is reached. */
export type JobField = 'nobody' | { readonly idOf: string };

/**
 * A way in which the program itself reads what people wrote or sent. Everything that opens content is in such a list, so that a workspace knows, and can
 * switch it off where that harms nobody. `npm run check` fails when a file opens content that no reading names.
 */
export type ReadingDeclaration = {
  readonly name: Words;
  readonly reads: Words;
  readonly why: Words;
  /** Kinds of data it reads; empty when it looks at times and counts alone. */
  readonly classes: readonly DataClass[];
  /** `by_itself`, or `when_asked`: somebody pressed something, or made a request. */
  readonly starts: 'by_itself' | 'when_asked';
  /** `here`; `scanner`: another program of the operator's; `whatsapp`: it leaves to WhatsApp. */
  readonly where: 'here' | 'scanner' | 'whatsapp';
  /**
   * `here`: the data catalogue's switch of the same key. `settings`: on a page of its own. `operator`: whoever runs Kabar decides. `fixed`: part of what
   * was asked for; without it there is nothing.
   */
  readonly control: 'here' | 'fixed' | 'operator' | { readonly settings: ReadingSettings };
  /** What one must know before switching it off; asked for only when somebody does. */
  readonly warning?: Words;
  /** Files below `server/src` that open content for this. */
  readonly files: readonly string[];
};

/** What one part of the server stores. */
export type PersonalData = {
  /** The part that declares: a module's name, or `platform`. */
  readonly owner: string;
  readonly tables: Readonly<Record<string, TableDeclaration>>;
  readonly jobs?: Readonly<Record<string, JobFields>>;
  readonly objects?: Readonly<Record<string, ObjectDeclaration>>;
  /** By key, e.g. `search.messages`. */
  readonly readings?: Readonly<Record<string, ReadingDeclaration>>;
};

/** Declares what a part of the server stores about people; checked by `npm run check` against the database, the jobs and the storage. */
export function declarePersonalData<const Data extends PersonalData>(data: Data): Data {
  return data;
}

/** How long something stays. */
export const retained = {
  /** As the workspace's policy says for the class, counted from the first of `anchors` (columns, by spaces) that is not empty. */
  byPolicy: (retentionClass: RetentionClass, anchors: string): Retention => ({
    by: 'class',
    class: retentionClass,
    anchors: anchors.split(' '),
  }),
  /** As long as the row of another table that it belongs to: `message_id > messages`. */
  withRow: (walk: string): Retention => ({ by: 'row', walk }),
  /** A fixed time (ISO 8601, e.g. `P7D`) from the first of `anchors` that is not empty; the owner's own job removes it. */
  fixed: (period: string, anchors: string): Retention => ({ by: 'fixed', period, anchors: anchors.split(' ') }),
  /** As long as the workspace exists. */
  withWorkspace: { by: 'workspace' } as Retention,
  /** As long as the account exists. */
  withAccount: { by: 'account' } as Retention,
  /** As long as the installation runs. */
  withInstallation: { by: 'installation' } as Retention,
};

/** What erasing the person does. */
export const erased = {
  /** The row goes, and objects that it names. */
  deleted: { does: 'delete' } as ErasureRule,
  /** The column is emptied (null), so that nothing leads to the person. */
  detached: { does: 'detach' } as ErasureRule,
  /** The key is overwritten; what it sealed can never be read again. */
  destroyed: { does: 'destroy' } as ErasureRule,
  /** The column becomes `to`, an SQL expression without parameters. */
  replaced: (to: string): ErasureRule => ({ does: 'anonymise', to }),
  /** Stays; the reason is told to the person. */
  kept: (because: KeepReason): ErasureRule => ({ does: 'keep', because }),
};

/** A column that says nothing about a person even though its row does. */
export const ofNobody: ColumnDeclaration = { whose: 'nobody' };

/**
 * A column that holds the id of the member who did something. The member's row goes with their account, after which the id points to nobody, so it
 * stays: emptying it would turn "a colleague wrote this" into "nobody did". `kind`: the column that says what kind of id it is.
 */
export function pointsToMember(column: string, kind?: string): ColumnDeclaration {
  return {
    whose: 'account',
    path: `${column}${kind === undefined ? '' : `[${kind}=member]`} > workspace_members.user_id`,
    class: 'account',
    erase: erased.kept('points_to_nobody'),
  };
}
