import type { AttributeChoice, AttributeType, Sensitivity } from '@kabar/contract';
import type { Statement } from '#platform/db/tx';

/** A defined attribute as stored. */
export type AttributeRow = {
  id: string;
  key: string;
  label: string;
  type: AttributeType;
  sensitivity: Sensitivity;
  choices: AttributeChoice[];
  position: number;
  createdAt: Date;
};

const columns = `id, key, label, type, sensitivity, choices, position, created_at as "createdAt"`;

/** All attributes of a workspace in their order; at most a hundred. */
export function selectAttributes(workspaceId: string): Statement {
  return {
    name: 'attributes_all',
    text: `select ${columns} from attributes where workspace_id = $1 and removed_at is null order by position, id`,
    values: [workspaceId],
  };
}

/** The same with the rows locked, for changes that depend on all of them. */
export function lockAttributes(workspaceId: string): Statement {
  return {
    text: `select ${columns} from attributes where workspace_id = $1 and removed_at is null order by position, id for update`,
    values: [workspaceId],
  };
}

/** Defines an attribute; gives no row when the key is taken. */
export function insertAttribute(workspaceId: string, row: AttributeRow): Statement {
  return {
    text: `
      insert into attributes (workspace_id, id, key, label, type, sensitivity, choices, position, created_at)
      values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
      on conflict (workspace_id, key) where removed_at is null do nothing
      returning id`,
    values: [workspaceId, row.id, row.key, row.label, row.type, row.sensitivity, JSON.stringify(row.choices), row.position, row.createdAt],
  };
}

/** Changes label and choices. */
export function updateAttribute(workspaceId: string, id: string, label: string, choices: readonly AttributeChoice[]): Statement {
  return {
    text: `update attributes set label = $3, choices = $4 where workspace_id = $1 and id = $2 and removed_at is null`,
    values: [workspaceId, id, label, JSON.stringify(choices)],
  };
}

/** Takes an attribute out of sight; its values go by a job. Gives the row when it was there. */
export function markAttributeRemoved(workspaceId: string, id: string, at: Date): Statement {
  return {
    text: `update attributes set removed_at = $3 where workspace_id = $1 and id = $2 and removed_at is null returning id`,
    values: [workspaceId, id, at],
  };
}

/** Numbers attributes in the order given. */
export function updateAttributePositions(workspaceId: string, ids: readonly string[]): Statement {
  return {
    text: `
      update attributes set position = item.position - 1
        from unnest($2::uuid[]) with ordinality as item (id, position)
       where attributes.workspace_id = $1 and attributes.id = item.id`,
    values: [workspaceId, ids],
  };
}

/** How many contacts have a value, and how many segments filter by it. Relies on contact_attributes_text. */
export function selectAttributeUsage(workspaceId: string, id: string, publicId: string): Statement {
  return {
    text: `
      select (select count(*)::int from contact_attributes value
                join contacts contact on contact.workspace_id = value.workspace_id and contact.id = value.contact_id
               where value.workspace_id = $1 and value.attribute_id = $2
                 and contact.merged_into is null and contact.erased_at is null) as "contactCount",
             (select count(*)::int from segments where workspace_id = $1 and filter::text like '%' || $3 || '%') as "segmentCount"`,
    values: [workspaceId, id, publicId],
  };
}

/** How many values compare equal to one of these texts, or have one of these hashes. */
export function countValues(workspaceId: string, id: string, texts: readonly string[], hashes: readonly Buffer[]): Statement {
  return {
    text: `
      select count(*)::int as count from contact_attributes
       where workspace_id = $1 and attribute_id = $2 and (match_text = any($3::text[]) or match_hash = any($4::bytea[]))`,
    values: [workspaceId, id, texts, hashes],
  };
}

/** Deletes up to `limit` values of an attribute that is removed; gives one row for each. */
export function deleteValuesOfRemoved(workspaceId: string, id: string, limit: number): Statement {
  return {
    text: `
      with gone as (
        select value.contact_id from contact_attributes value
          join attributes on attributes.workspace_id = value.workspace_id and attributes.id = value.attribute_id
         where value.workspace_id = $1 and value.attribute_id = $2 and attributes.removed_at is not null limit $3)
      delete from contact_attributes using gone
       where contact_attributes.workspace_id = $1 and contact_attributes.attribute_id = $2
         and contact_attributes.contact_id = gone.contact_id
      returning 1`,
    values: [workspaceId, id, limit],
  };
}

/** Deletes the row of a removed attribute. */
export function deleteRemovedAttribute(workspaceId: string, id: string): Statement {
  return { text: `delete from attributes where workspace_id = $1 and id = $2 and removed_at is not null`, values: [workspaceId, id] };
}

/** One value as stored. */
export type ValueRow = {
  contactId: string;
  attributeId: string;
  textValue: string | null;
  numberValue: number | null;
  dateValue: string | null;
  valueSealed: Buffer | null;
};

/** Values of contacts. Relies on the primary key. */
export function selectValues(workspaceId: string, contactIds: readonly string[]): Statement {
  return {
    name: 'contact_attributes_of_contacts',
    text: `
      select contact_id as "contactId", attribute_id as "attributeId", text_value as "textValue", number_value as "numberValue",
             date_value::text as "dateValue", value_sealed as "valueSealed"
        from contact_attributes where workspace_id = $1 and contact_id = any($2::uuid[])`,
    values: [workspaceId, contactIds],
  };
}

/** A value to be written; all columns but those of its kind are null. */
export type NewValue = ValueRow & { workspaceId: string; matchText: string | null; matchHash: Buffer | null };

/** Writes values, over those on record. */
export function upsertValues(rows: readonly NewValue[], at: Date): Statement {
  return {
    name: 'contact_attributes_upsert',
    text: `
      insert into contact_attributes (workspace_id, contact_id, attribute_id, text_value, match_text, number_value, date_value,
                                      value_sealed, match_hash, updated_at)
      select item.*, $10
        from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::float8[], $7::date[], $8::bytea[], $9::bytea[]) as item
      on conflict (workspace_id, contact_id, attribute_id) do update
         set text_value = excluded.text_value, match_text = excluded.match_text, number_value = excluded.number_value,
             date_value = excluded.date_value, value_sealed = excluded.value_sealed, match_hash = excluded.match_hash,
             updated_at = excluded.updated_at`,
    values: [
      rows.map((row) => row.workspaceId),
      rows.map((row) => row.contactId),
      rows.map((row) => row.attributeId),
      rows.map((row) => row.textValue),
      rows.map((row) => row.matchText),
      rows.map((row) => row.numberValue),
      rows.map((row) => row.dateValue),
      rows.map((row) => row.valueSealed),
      rows.map((row) => row.matchHash),
      at,
    ],
  };
}

/** Deletes values, pair by pair. */
export function deleteValues(workspaceId: string, pairs: readonly { contactId: string; attributeId: string }[]): Statement {
  return {
    text: `
      delete from contact_attributes using unnest($2::uuid[], $3::uuid[]) as item (contact_id, attribute_id)
       where contact_attributes.workspace_id = $1 and contact_attributes.contact_id = item.contact_id
         and contact_attributes.attribute_id = item.attribute_id`,
    values: [workspaceId, pairs.map((pair) => pair.contactId), pairs.map((pair) => pair.attributeId)],
  };
}
