import type { ContactSource, IdentifierKind, MarketingChoiceName } from '@kabar/contract';
import type { Statement } from '#platform/db/tx';

/** One identifier to look up. */
export type IdentityLookup = { workspaceId: string; matchKind: string; hash: Buffer };

/** An identifier that is on record. `position` is the place of the look-up in the list that was asked, from 1. */
export type IdentityHit = { position: number; contactId: string; identifierId: string };

/** What is stored about an identity under an older hash, and the hash that it is to have. */
export type RaisedIdentity = { matchKind: string; before: Buffer; after: Buffer };

/** Which of these older hashes anything is stored under, by place in the list from 1. By the index of each table. */
export function selectOlderHashes(workspaceId: string, items: readonly RaisedIdentity[]): Statement {
  const tables = ['contact_identifiers', 'suppressions', 'erased_identifiers', 'contact_form_messages'];
  const held = tables.map(
    (table) => `exists (select from ${table} t where t.workspace_id = $1 and t.match_kind = item.kind and t.match_hash = item.before)`,
  );
  return {
    name: 'contacts_older_hashes',
    text: `select item.position::int as position from unnest($2::text[], $3::bytea[]) with ordinality as item (kind, before, position)
            where ${held.join(' or ')}`,
    values: [workspaceId, items.map((item) => item.matchKind), items.map((item) => item.before)],
  };
}

/** Brings everything that is stored about identities to their newer hashes; see `kabar_raise_identities`. */
export function raiseIdentities(workspaceId: string, items: readonly RaisedIdentity[]): Statement {
  return {
    name: 'contacts_raise_identities',
    text: 'select kabar_raise_identities($1, $2::text[], $3::bytea[], $4::bytea[]) as count',
    values: [workspaceId, items.map((item) => item.matchKind), items.map((item) => item.before), items.map((item) => item.after)],
  };
}

/**
 * Finds who stands behind each hash. Relies on the unique index (workspace_id, match_kind, match_hash). Errors: KB001 for a hash under an older index key, by which
 * nobody would be found.
 */
export function selectByIdentity(lookups: readonly IdentityLookup[]): Statement {
  return {
    name: 'contact_identifiers_find',
    text: `
      select item.position::int as position, known.contact_id as "contactId", known.id as "identifierId"
        from unnest($1::uuid[], $2::text[], $3::bytea[]) with ordinality as item (workspace_id, match_kind, hash, position)
        join contact_identifiers known
          on known.workspace_id = item.workspace_id and known.match_kind = item.match_kind and known.match_hash = item.hash
       where (select kabar_refuse_stale_hashes($1::uuid[], $3::bytea[]))`,
    values: [lookups.map((lookup) => lookup.workspaceId), lookups.map((lookup) => lookup.matchKind), lookups.map((lookup) => lookup.hash)],
  };
}

/** What an id given by a caller stands for now. */
export type ContactStateRow = { workspaceId: string; id: string; currentId: string; erasedAt: Date | null };

/** Follows merges to the contact that an id stands for now. Merges never form a ring; eight steps are far beyond any real chain. */
export function selectContactStates(workspaceIds: readonly string[], contactIds: readonly string[]): Statement {
  return {
    name: 'contacts_states',
    text: `
      with recursive chain as (
        select item.workspace_id, item.id, contact.id as current_id, contact.merged_into, contact.erased_at, 1 as step
          from unnest($1::uuid[], $2::uuid[]) as item (workspace_id, id)
          join contacts contact on contact.workspace_id = item.workspace_id and contact.id = item.id
        union all
        select chain.workspace_id, chain.id, contact.id, contact.merged_into, contact.erased_at, chain.step + 1
          from chain
          join contacts contact on contact.workspace_id = chain.workspace_id and contact.id = chain.merged_into
         where chain.step < 8)
      select workspace_id as "workspaceId", id, current_id as "currentId", erased_at as "erasedAt"
        from chain where merged_into is null`,
    values: [workspaceIds, contactIds],
  };
}

/**
 * Only one transaction at a time adds or joins people of a workspace: with the lock held, a second look sees everything
 * that others added, so two processes cannot make two contacts of one person. Taken in one order, so it cannot deadlock.
 */
export function lockPeople(workspaceIds: readonly string[]): Statement {
  return {
    name: 'contacts_lock_people',
    text: `
      select pg_advisory_xact_lock(hashtext('kabar_people'), hashtext(item.id))
        from (select distinct unnest($1::text[]) as id order by id) as item`,
    values: [workspaceIds],
  };
}

/** A contact to be made. */
export type NewContact = {
  workspaceId: string;
  id: string;
  nameSealed: Buffer | null;
  profileNameSealed: Buffer | null;
  profileNameHash: Buffer | null;
  country: string | null;
  source: ContactSource;
};

/** Inserts contacts; `at` is the time of the change. */
export function insertContacts(contacts: readonly NewContact[], at: Date): Statement {
  return {
    name: 'contacts_insert',
    text: `
      insert into contacts (workspace_id, id, name_sealed, profile_name_sealed, profile_name_hash, country, source, created_at, updated_at)
      select item.*, $8, $8
        from unnest($1::uuid[], $2::uuid[], $3::bytea[], $4::bytea[], $5::bytea[], $6::text[], $7::text[]) as item`,
    values: [
      contacts.map((contact) => contact.workspaceId),
      contacts.map((contact) => contact.id),
      contacts.map((contact) => contact.nameSealed),
      contacts.map((contact) => contact.profileNameSealed),
      contacts.map((contact) => contact.profileNameHash),
      contacts.map((contact) => contact.country),
      contacts.map((contact) => contact.source),
      at,
    ],
  };
}

/** An identifier to be put on record. */
export type NewIdentifier = {
  workspaceId: string;
  id: string;
  contactId: string;
  kind: IdentifierKind;
  hash: Buffer;
  valueSealed: Buffer;
  scope: string | null;
};

/** Inserts identifiers. A username that somebody else had goes over to its present holder: names change hands. */
export function insertIdentifiers(identifiers: readonly NewIdentifier[], at: Date): Statement {
  return {
    name: 'contact_identifiers_insert',
    text: `
      insert into contact_identifiers
             (workspace_id, id, contact_id, kind, match_hash, value_sealed, scope, first_seen_at, last_seen_at)
      select item.*, $8, $8
        from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::bytea[], $6::bytea[], $7::text[]) as item
      on conflict (workspace_id, match_kind, match_hash) do update
         set contact_id = excluded.contact_id, value_sealed = excluded.value_sealed, id = excluded.id,
             first_seen_at = excluded.first_seen_at, last_seen_at = excluded.last_seen_at
       where contact_identifiers.kind = 'username'`,
    values: [
      identifiers.map((identifier) => identifier.workspaceId),
      identifiers.map((identifier) => identifier.id),
      identifiers.map((identifier) => identifier.contactId),
      identifiers.map((identifier) => identifier.kind),
      identifiers.map((identifier) => identifier.hash),
      identifiers.map((identifier) => identifier.valueSealed),
      identifiers.map((identifier) => identifier.scope),
      at,
    ],
  };
}

/** Which of the contacts have a bsuid, and under which WhatsApp account it was told. */
export function selectBsuidScopes(workspaceIds: readonly string[], contactIds: readonly string[]): Statement {
  return {
    name: 'contact_identifiers_scopes',
    text: `
      select known.contact_id as "contactId", known.scope, known.match_hash as "hash"
        from (select distinct * from unnest($1::uuid[], $2::uuid[])) as item (workspace_id, contact_id)
        join contact_identifiers known
          on known.workspace_id = item.workspace_id and known.contact_id = item.contact_id and known.kind = 'bsuid'`,
    values: [workspaceIds, contactIds],
  };
}

/** An identifier that goes from one contact to another. */
export type MovedIdentifier = { workspaceId: string; id: string; contactId: string; valueSealed: Buffer; firstSeenAt: Date };

/** Gives identifiers to other contacts, newly sealed under the keys of those. */
export function updateIdentifierOwners(moves: readonly MovedIdentifier[], at: Date): Statement {
  return {
    name: 'contact_identifiers_move',
    text: `
      update contact_identifiers
         set contact_id = item.contact_id, value_sealed = item.value_sealed, first_seen_at = item.first_seen_at, last_seen_at = $6
        from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::bytea[], $5::timestamptz[]) as item (workspace_id, id, contact_id, value_sealed, first_seen_at)
       where contact_identifiers.workspace_id = item.workspace_id and contact_identifiers.id = item.id`,
    values: [
      moves.map((move) => move.workspaceId),
      moves.map((move) => move.id),
      moves.map((move) => move.contactId),
      moves.map((move) => move.valueSealed),
      moves.map((move) => move.firstSeenAt),
      at,
    ],
  };
}

/** A contact whose identifiers changed; `country` of a phone number that it got. */
export type TouchedContact = { workspaceId: string; contactId: string; country: string | null };

/** Gives contacts a new version, because what is shown of them changed elsewhere; in id order. */
export function touchContacts(contacts: readonly TouchedContact[], at: Date): Statement {
  return {
    name: 'contacts_touch',
    text: `
      with item as materialized (
        select contact.workspace_id, contact.id, item.country
          from (select workspace_id, id, max(country) as country
                  from unnest($1::uuid[], $2::uuid[], $3::text[]) as told (workspace_id, id, country)
                 group by workspace_id, id) as item
          join contacts contact on contact.workspace_id = item.workspace_id and contact.id = item.id
         order by contact.workspace_id, contact.id
           for update of contact)
      update contacts set updated_at = greatest($4, contacts.updated_at + interval '1 microsecond'),
             country = coalesce(item.country, contacts.country)
        from item
       where contacts.workspace_id = item.workspace_id and contacts.id = item.id`,
    values: [
      contacts.map((contact) => contact.workspaceId),
      contacts.map((contact) => contact.contactId),
      contacts.map((contact) => contact.country),
      at,
    ],
  };
}

/** A profile name that may have changed. */
export type ProfileName = { workspaceId: string; contactId: string; nameSealed: Buffer; nameHash: Buffer };

/** Gives the hashes of the profile names on record. */
export function selectProfileHashes(workspaceIds: readonly string[], contactIds: readonly string[]): Statement {
  return {
    name: 'contacts_profile_hashes',
    text: `
      select contact.workspace_id as "workspaceId", contact.id, contact.profile_name_hash as "hash"
        from unnest($1::uuid[], $2::uuid[]) as item (workspace_id, id)
        join contacts contact on contact.workspace_id = item.workspace_id and contact.id = item.id`,
    values: [workspaceIds, contactIds],
  };
}

/** Stores changed profile names, in id order; gives the contacts that changed. */
export function updateProfileNames(names: readonly ProfileName[], at: Date): Statement {
  return {
    name: 'contacts_profile_names',
    text: `
      with item as materialized (
        select contact.workspace_id, contact.id, item.sealed, item.hash
          from unnest($1::uuid[], $2::uuid[], $3::bytea[], $4::bytea[]) as item (workspace_id, id, sealed, hash)
          join contacts contact on contact.workspace_id = item.workspace_id and contact.id = item.id
         where contact.erased_at is null
         order by contact.workspace_id, contact.id
           for update of contact)
      update contacts set profile_name_sealed = item.sealed, profile_name_hash = item.hash, updated_at = $5
        from item
       where contacts.workspace_id = item.workspace_id and contacts.id = item.id
         and contacts.profile_name_hash is distinct from item.hash
      returning contacts.workspace_id as "workspaceId", contacts.id`,
    values: [
      names.map((name) => name.workspaceId),
      names.map((name) => name.contactId),
      names.map((name) => name.nameSealed),
      names.map((name) => name.nameHash),
      at,
    ],
  };
}

/** A contact with one of its identifiers; a contact with several has several rows. */
export type ContactWithIdentifierRow = {
  id: string;
  nameSealed: Buffer | null;
  profileNameSealed: Buffer | null;
  marketing: MarketingChoiceName;
  blockedAt: Date | null;
  restrictedAt: Date | null;
  country: string | null;
  source: ContactSource;
  stageId: string | null;
  lastSeenAt: Date | null;
  createdAt: Date;
  updatedAt: Date;
  identifierId: string | null;
  kind: IdentifierKind | null;
  valueSealed: Buffer | null;
  firstSeenAt: Date | null;
};

/** What the consent ledger and the suppression list come to for `contact`, in one word; the send gate asks the same tables. */
const marketingChoice = `
  case when consent.state in ('withdrawn', 'objected')
         or exists (select from contact_identifiers own
                      join suppressions s on s.workspace_id = own.workspace_id and s.match_kind = own.match_kind and s.match_hash = own.match_hash
                     where own.workspace_id = contact.workspace_id and own.contact_id = contact.id and s.lifted_at is null)
       then 'stopped' else coalesce(consent.state, 'unset') end`;

const contactWithIdentifier = `
  contact.id, contact.name_sealed as "nameSealed", contact.profile_name_sealed as "profileNameSealed", ${marketingChoice} as marketing,
  contact.blocked_at as "blockedAt", contact.restricted_at as "restrictedAt", contact.country, contact.source, contact.stage_id as "stageId", contact.last_seen_at as "lastSeenAt",
  contact.created_at as "createdAt", contact.updated_at as "updatedAt", known.id as "identifierId", known.kind, known.value_sealed as "valueSealed",
  known.first_seen_at as "firstSeenAt"`;

/** Contacts by id with their identifiers, oldest first; merged ones are given as they are. */
export function selectContactsWithIdentifiers(workspaceId: string, contactIds: readonly string[]): Statement {
  return {
    name: 'contacts_with_identifiers',
    text: `
      select ${contactWithIdentifier}
        from contacts contact
        left join consent_states consent on consent.workspace_id = contact.workspace_id and consent.contact_id = contact.id
                                        and consent.purpose = 'marketing' and consent.category = ''
        left join contact_identifiers known on known.workspace_id = contact.workspace_id and known.contact_id = contact.id
       where contact.workspace_id = $1 and contact.id = any($2::uuid[])
       order by contact.id, known.first_seen_at, known.id`,
    values: [workspaceId, contactIds],
  };
}

/** What changes whenever anything of a contact's record does. */
export type RecordVersion = { id: string; version: string };

/**
 * Versions of the records of contacts: of the row, its identifiers, tags and values (`xmin`, the transaction that wrote them), of all
 * definitions of attributes, and the marketing choice, which comes from other tables.
 */
export function selectRecordVersions(workspaceId: string, contactIds: readonly string[]): Statement {
  return {
    name: 'contacts_record_versions',
    text: `
      select contact.id, concat_ws('/', contact.xmin, ${marketingChoice},
               array(select concat(known.id, known.xmin) from contact_identifiers known
                      where known.workspace_id = $1 and known.contact_id = contact.id order by known.id),
               array(select concat(tag.tag_id, tag.xmin) from contact_tags tag
                      where tag.workspace_id = $1 and tag.contact_id = contact.id order by tag.tag_id),
               array(select concat(value.attribute_id, value.xmin) from contact_attributes value
                      where value.workspace_id = $1 and value.contact_id = contact.id order by value.attribute_id),
               (select string_agg(attribute.xmin::text, ' ' order by attribute.id) from attributes attribute
                 where attribute.workspace_id = $1 and attribute.removed_at is null)) as version
        from contacts contact
        left join consent_states consent on consent.workspace_id = contact.workspace_id and consent.contact_id = contact.id
                                        and consent.purpose = 'marketing' and consent.category = ''
       where contact.workspace_id = $1 and contact.id = any($2::uuid[])`,
    values: [workspaceId, contactIds],
  };
}

/** An identifier as stored. */
export type IdentifierRow = { contactId: string; id: string; kind: IdentifierKind; valueSealed: Buffer; firstSeenAt: Date };

/** Identifiers of contacts, oldest first. Relies on the index contact_identifiers_contact. */
export function selectIdentifiers(workspaceId: string, contactIds: readonly string[]): Statement {
  return {
    name: 'contact_identifiers_by_contact',
    text: `
      select contact_id as "contactId", id, kind, value_sealed as "valueSealed", first_seen_at as "firstSeenAt"
        from contact_identifiers
       where workspace_id = $1 and contact_id = any($2::uuid[])
       order by first_seen_at, id`,
    values: [workspaceId, contactIds],
  };
}

/** The one identifier of each contact that messages go to: the newest phone number, else the newest bsuid. */
export function selectAddresses(workspaceIds: readonly string[], contactIds: readonly string[]): Statement {
  return {
    name: 'contact_identifiers_addresses',
    text: `
      select distinct on (known.workspace_id, known.contact_id)
             known.workspace_id as "workspaceId", known.contact_id as "contactId", known.id, known.kind,
             known.value_sealed as "valueSealed", known.first_seen_at as "firstSeenAt"
        from unnest($1::uuid[], $2::uuid[]) as item (workspace_id, contact_id)
        join contact_identifiers known
          on known.workspace_id = item.workspace_id and known.contact_id = item.contact_id
         and known.kind in ('phone', 'wa_id', 'bsuid')
       order by known.workspace_id, known.contact_id, known.match_kind desc, known.first_seen_at desc, known.id desc`,
    values: [workspaceIds, contactIds],
  };
}

/** Locks a living contact and gives what a change of its record compares with. */
export function lockContact(workspaceId: string, contactId: string): Statement {
  return {
    text: `
      select id, stage_id as "stageId", blocked_at as "blockedAt" from contacts
       where workspace_id = $1 and id = $2 and merged_into is null and erased_at is null for update`,
    values: [workspaceId, contactId],
  };
}

/** Changes the fields that are named; `undefined` leaves one as it is. */
export function updateContactFields(
  workspaceId: string,
  contactId: string,
  fields: { nameSealed?: Buffer | null; stageId?: string | null },
  at: Date,
): Statement {
  return {
    text: `
      update contacts set name_sealed = case when $3 then $4 else name_sealed end, stage_id = case when $5 then $6::uuid else stage_id end,
             updated_at = greatest($7, updated_at + interval '1 microsecond')
       where workspace_id = $1 and id = $2`,
    values: [
      workspaceId,
      contactId,
      fields.nameSealed !== undefined,
      fields.nameSealed ?? null,
      fields.stageId !== undefined,
      fields.stageId ?? null,
      at,
    ],
  };
}

/** Locks living contacts in id order. */
export function lockContacts(workspaceId: string, contactIds: readonly string[]): Statement {
  return {
    text: `
      select id from contacts
       where workspace_id = $1 and id = any($2::uuid[]) and merged_into is null and erased_at is null
       order by id for update`,
    values: [workspaceId, contactIds],
  };
}

/** Marks a contact as merged into another. */
export function updateMergedInto(workspaceId: string, contactId: string, intoContactId: string, at: Date): Statement {
  return {
    text: 'update contacts set merged_into = $3, updated_at = $4 where workspace_id = $1 and id = $2',
    values: [workspaceId, contactId, intoContactId, at],
  };
}

/** Records a merge. `evidence` and `moved` are JSON without identifiers of people. */
export function insertMerge(merge: {
  workspaceId: string;
  id: string;
  contactId: string;
  mergedContactId: string;
  evidence: string;
  moved: string;
  beforeSealed: Buffer;
  actor: { kind: string; id: string | null };
  at: Date;
}): Statement {
  return {
    text: `
      insert into contact_merges (workspace_id, id, contact_id, merged_contact_id, evidence, moved, before_sealed, actor_kind, actor_id, at)
      values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    values: [
      merge.workspaceId,
      merge.id,
      merge.contactId,
      merge.mergedContactId,
      merge.evidence,
      merge.moved,
      merge.beforeSealed,
      merge.actor.kind,
      merge.actor.id,
      merge.at,
    ],
  };
}
