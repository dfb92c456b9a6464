import type { Statement } from '#platform/db/tx';
import type { TemplateChange } from '#whatsapp/account-fact';
import type { TemplateFacts } from '#whatsapp/provider';

/** A template with the account it belongs to. */
export type TemplateRow = {
  id: string;
  wabaAccountId: string;
  wabaId: string;
  metaId: string;
  name: string;
  language: string;
  category: 'authentication' | 'marketing' | 'utility' | 'unknown';
  status: string;
  quality: 'green' | 'yellow' | 'red' | 'unknown';
  rejectedReason: string | null;
  parameterFormat: 'positional' | 'named';
  components: Record<string, unknown>[];
  syncedAt: Date;
  ttlSeconds: number | null;
  pausedUntil: Date | null;
  comingCategory: { category: string; at: string | null } | null;
  editedAt: Date[];
  sampleMediaIds: string[];
};

/** How a change was learned. */
export type ChangeSource = 'kabar' | 'webhook' | 'sync';

/**
 * The history of what a statement changed: compares its CTEs `old` (rows before) and `changed` (rows after) of `templates`. What is new has no
 * old row.
 */
const writeHistory = (source: string, at: string, reason: string): string => `
  told as (
    insert into template_changes (workspace_id, template_id, kind, from_value, to_value, reason, source, at)
    select changed.workspace_id, changed.id, fact.kind, fact.from_value, fact.to_value,
           case when fact.kind in ('created', 'status') then coalesce(${reason}, case when changed.status = 'rejected' then changed.rejected_reason end) end,
           ${source}, ${at}
      from changed left join old on old.id = changed.id
     cross join lateral (values
       ('created', null, changed.status, old.id is null),
       ('status', old.status, changed.status, old.status <> changed.status),
       ('quality', old.quality, changed.quality, old.quality <> changed.quality),
       ('category', old.category, changed.category, old.category <> changed.category),
       ('category_notice', changed.category, changed.coming_category ->> 'category',
        changed.coming_category is not null and old.coming_category is distinct from changed.coming_category),
       ('components', null, null, old.components <> changed.components)
     ) fact (kind, from_value, to_value, happened)
     where fact.happened)`;

/** Where a list of templates belongs and what moment it speaks of (`factsAt`, whole seconds). */
export type ListOrigin = { workspaceId: string; wabaAccountId: string; factsAt: Date; now: Date; source: ChangeSource };

/**
 * Writes a list of templates with one statement: new ones are added, changed ones changed, equal ones left alone, as are
 * those about which a webhook told something newer. Gives the ids of the added and changed. By the unique key of name and
 * language, which may appear only once in the list.
 */
export function upsertTemplates(origin: ListOrigin, ids: readonly string[], facts: readonly TemplateFacts[]): Statement {
  return {
    text: `
      with item as materialized (
        select * from unnest($5::uuid[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[], $12::text[], $13::text[], $14::jsonb[],
                             $15::int[])
               as item (id, meta_id, name, language, category, status, quality, rejected_reason, parameter_format, components, ttl_seconds)),
      old as materialized (
        select template.* from templates template join item on template.name = item.name and template.language = item.language
         where template.workspace_id = $1 and template.waba_account_id = $2),
      changed as (
      insert into templates (workspace_id, id, waba_account_id, meta_id, name, language, category, status, quality, rejected_reason,
                             parameter_format, components, ttl_seconds, facts_at, synced_at, created_at)
      select $1, item.id, $2, item.meta_id, item.name, item.language, item.category, item.status, item.quality, item.rejected_reason,
             item.parameter_format, item.components, item.ttl_seconds, $3, $4, $4
        from item
      on conflict (workspace_id, waba_account_id, name, language) do update
         set meta_id = excluded.meta_id, category = excluded.category, status = excluded.status, quality = excluded.quality,
             rejected_reason = excluded.rejected_reason, parameter_format = excluded.parameter_format, components = excluded.components,
             ttl_seconds = excluded.ttl_seconds,
             coming_category = case when templates.category = excluded.category then templates.coming_category end,
             paused_until = case when excluded.status = 'paused' then templates.paused_until end, facts_at = excluded.facts_at
       where templates.facts_at <= excluded.facts_at
         and (templates.meta_id, templates.category, templates.status, templates.quality, templates.rejected_reason,
              templates.parameter_format, templates.components, templates.ttl_seconds)
             is distinct from (excluded.meta_id, excluded.category, excluded.status, excluded.quality, excluded.rejected_reason,
                               excluded.parameter_format, excluded.components, excluded.ttl_seconds)
      returning *), ${writeHistory('$16', '$4', 'null::text')}
      select id from changed`,
    values: [
      origin.workspaceId,
      origin.wabaAccountId,
      origin.factsAt,
      origin.now,
      ids,
      facts.map((fact) => fact.metaId),
      facts.map((fact) => fact.name),
      facts.map((fact) => fact.language),
      facts.map((fact) => fact.category),
      facts.map((fact) => fact.status),
      facts.map((fact) => fact.quality),
      facts.map((fact) => fact.rejectedReason),
      facts.map((fact) => fact.parameterFormat),
      facts.map((fact) => JSON.stringify(fact.components)),
      facts.map((fact) => fact.ttlSeconds),
      origin.source,
    ],
  };
}

/** Notes for every template of the list that it was there. */
export function updateSynced(origin: ListOrigin, facts: readonly TemplateFacts[]): Statement {
  return {
    text: `update templates set synced_at = $3
             from unnest($4::text[], $5::text[]) as item (name, language)
            where templates.workspace_id = $1 and templates.waba_account_id = $2 and templates.name = item.name and templates.language = item.language`,
    values: [origin.workspaceId, origin.wabaAccountId, origin.now, facts.map((fact) => fact.name), facts.map((fact) => fact.language)],
  };
}

/** Marks as deleted what a complete list no longer has, unless a webhook told something newer. Run after `updateSynced`. */
export function updateMissingDeleted(origin: ListOrigin): Statement {
  return {
    text: `
      with old as materialized (
        select * from templates
         where workspace_id = $1 and waba_account_id = $2 and synced_at < $4 and facts_at <= $3 and status <> 'deleted' for update),
      changed as (
        update templates set status = 'deleted', facts_at = $3 from old
         where templates.workspace_id = old.workspace_id and templates.id = old.id returning templates.*), ${writeHistory("'sync'", '$4', 'null::text')}
      select id from changed`,
    values: [origin.workspaceId, origin.wabaAccountId, origin.factsAt, origin.now],
  };
}

/** Applies what a webhook tells about one template, unless something newer is known. Gives its id when it changed. */
export function updateTemplateChange(
  workspaceId: string,
  news: { wabaAccountId: string; metaId: string; name: string | null; language: string | null; at: Date },
  change: TemplateChange,
): Statement {
  return {
    text: `
      with old as materialized (
        select * from templates
         where workspace_id = $1 and waba_account_id = $2 and (meta_id = $3 or (name = $4 and language = $5)) and facts_at <= $6 for update),
      changed as (
        update templates
           set status = coalesce($7, templates.status), quality = coalesce($8, templates.quality), category = coalesce($9, templates.category),
               rejected_reason = case when $10 then $11 else templates.rejected_reason end,
               paused_until = case when $7::text is null then templates.paused_until else $12::timestamptz end,
               coming_category = case when $9::text is not null then null else coalesce($13::jsonb, templates.coming_category) end,
               facts_at = $6
          from old
         where templates.workspace_id = old.workspace_id and templates.id = old.id
        returning templates.*), ${writeHistory("'webhook'", '$6', '$14::text')}
      select id from changed`,
    values: [
      workspaceId,
      news.wabaAccountId,
      news.metaId,
      news.name,
      news.language,
      news.at,
      change.status ?? null,
      change.quality ?? null,
      change.category ?? null,
      change.rejectedReason !== undefined,
      change.rejectedReason ?? null,
      change.pausedUntil ?? null,
      change.comingCategory === undefined ? null : JSON.stringify(change.comingCategory),
      change.reason ?? null,
    ],
  };
}

/** Whether a webhook speaks of a template that is known at all. */
export function selectIsTemplateKnown(workspaceId: string, wabaAccountId: string, metaId: string): Statement {
  return {
    text: `select id from templates where workspace_id = $1 and waba_account_id = $2 and meta_id = $3`,
    values: [workspaceId, wabaAccountId, metaId],
  };
}

const templateColumns = `
  template.id, template.waba_account_id as "wabaAccountId", account.waba_id as "wabaId", template.meta_id as "metaId", template.name, template.language,
  template.category, template.status, template.quality, template.rejected_reason as "rejectedReason", template.parameter_format as "parameterFormat",
  template.components, template.synced_at as "syncedAt", template.ttl_seconds as "ttlSeconds", template.paused_until as "pausedUntil",
  template.coming_category as "comingCategory", template.edited_at as "editedAt", template.sample_media_ids as "sampleMediaIds"`;

/** What lists can be narrowed to beside account and status. */
export type TemplateFilter = { category: string | null; language: string | null; quality: string | null; search: string | null };

const templateFilter = (first: number): string => `
  ($${first}::text is null or template.category = $${first}) and ($${first + 1}::text is null or template.language = $${first + 1})
  and ($${first + 2}::text is null or template.quality = $${first + 2}) and ($${first + 3}::text is null or position($${first + 3} in template.name) > 0)`;

const filterValues = (filter: TemplateFilter): (string | null)[] => [filter.category, filter.language, filter.quality, filter.search];

/** One template. */
export function selectTemplate(workspaceId: string, id: string): Statement {
  return {
    text: `select ${templateColumns} from templates template
             join waba_accounts account on account.workspace_id = template.workspace_id and account.id = template.waba_account_id
            where template.workspace_id = $1 and template.id = $2`,
    values: [workspaceId, id],
  };
}

/** All languages of a name in an account that are not deleted. */
export function selectLanguagesOfName(workspaceId: string, wabaAccountId: string, name: string): Statement {
  return {
    text: `select ${templateColumns} from templates template
             join waba_accounts account on account.workspace_id = template.workspace_id and account.id = template.waba_account_id
            where template.workspace_id = $1 and template.waba_account_id = $2 and template.name = $3 and template.status <> 'deleted'`,
    values: [workspaceId, wabaAccountId, name],
  };
}

/** A page of names, each with all its languages, when one of them fits the filter; by name, then account. Indexes templates_list, messages_template. */
export function selectTemplateGroups(
  filter: {
    workspaceId: string;
    wabaAccountId: string | null;
    status: string | null;
    after: { name: string; wabaAccountId: string } | null;
    limit: number;
  } & TemplateFilter,
): Statement {
  return {
    text: `
      with page as (
        select template.name, template.waba_account_id from templates template
         where template.workspace_id = $1
           and ($2::uuid is null or template.waba_account_id = $2)
           and (template.status = $3 or ($3::text is null and template.status <> 'deleted'))
           and ${templateFilter(7)}
           and ($4::text is null or (template.name, template.waba_account_id) > ($4, $5::uuid))
         group by template.name, template.waba_account_id
         order by template.name, template.waba_account_id
         limit $6)
      select ${templateColumns}, last.created_at as "lastSentAt"
        from page
        join templates template on template.workspace_id = $1 and template.waba_account_id = page.waba_account_id and template.name = page.name
         and (template.status <> 'deleted' or $3 = 'deleted')
        join waba_accounts account on account.workspace_id = template.workspace_id and account.id = template.waba_account_id
        left join lateral (
          select m.created_at from messages m
           where m.workspace_id = $1 and m.template_name = template.name and m.template_language = template.language and m.direction = 'out'
             and m.number_id in (select id from numbers where workspace_id = $1 and waba_account_id = template.waba_account_id)
           order by m.created_at desc limit 1) last on true
       order by template.name, template.waba_account_id, template.language`,
    values: [
      filter.workspaceId,
      filter.wabaAccountId,
      filter.status,
      filter.after?.name ?? null,
      filter.after?.wabaAccountId ?? null,
      filter.limit,
      ...filterValues(filter),
    ],
  };
}

/** Marks templates as deleted by us. */
export function updateDeletedHere(workspaceId: string, ids: readonly string[], factsAt: Date, now: Date): Statement {
  return {
    text: `
      with old as materialized (select * from templates where workspace_id = $1 and id = any($2::uuid[]) and status <> 'deleted' for update),
      changed as (
        update templates set status = 'deleted', facts_at = $3 from old
         where templates.workspace_id = old.workspace_id and templates.id = old.id returning templates.*), ${writeHistory("'kabar'", '$4', 'null::text')}
      select id from changed`,
    values: [workspaceId, ids, factsAt, now],
  };
}

/** Notes what only we know of a template: when an approved one was edited, and our copies of its samples. */
export function updateOwnFacts(
  workspaceId: string,
  id: string,
  facts: { editedAt: Date | null; sampleMediaIds: readonly string[] | null },
): Statement {
  return {
    text: `update templates set edited_at = case when $3::timestamptz is null then edited_at else edited_at || $3::timestamptz end,
                                sample_media_ids = coalesce($4::uuid[], sample_media_ids)
            where workspace_id = $1 and id = $2`,
    values: [workspaceId, id, facts.editedAt, facts.sampleMediaIds],
  };
}

/** A line of a template's history. */
export type ChangeRow = {
  id: string;
  kind: 'created' | 'status' | 'quality' | 'category' | 'category_notice' | 'components';
  from: string | null;
  to: string | null;
  reason: string | null;
  source: ChangeSource;
  at: Date;
};

/** A page of a template's history, newest first; walks the primary key backwards. */
export function selectChanges(workspaceId: string, templateId: string, beforeId: string | null, limit: number): Statement {
  return {
    text: `select id::text, kind, from_value as "from", to_value as "to", reason, source, at from template_changes
            where workspace_id = $1 and template_id = $2 and ($3::bigint is null or id < $3) order by id desc limit $4`,
    values: [workspaceId, templateId, beforeId, limit],
  };
}

/** The app that an account's webhooks belong to; null when it was never learned. */
export function selectAppOfAccount(workspaceId: string, wabaAccountId: string): Statement {
  return { text: `select app_id as "appId" from waba_accounts where workspace_id = $1 and id = $2`, values: [workspaceId, wabaAccountId] };
}

/** By name and language; index templates_list. Deleted ones only when asked for. */
export function selectTemplatesPage(filter: {
  workspaceId: string;
  wabaAccountId: string | null;
  status: string | null;
  category: string | null;
  language: string | null;
  quality: string | null;
  search: string | null;
  after: { name: string; language: string; id: string } | null;
  limit: number;
}): Statement {
  return {
    text: `
      select ${templateColumns}
        from templates template
        join waba_accounts account on account.workspace_id = template.workspace_id and account.id = template.waba_account_id
       where template.workspace_id = $1
         and ($2::uuid is null or template.waba_account_id = $2)
         and (template.status = $3 or ($3::text is null and template.status <> 'deleted'))
         and ${templateFilter(8)}
         and ($4::text is null or (template.name, template.language, template.id) > ($4, $5, $6::uuid))
       order by template.name, template.language, template.id
       limit $7`,
    values: [
      filter.workspaceId,
      filter.wabaAccountId,
      filter.status,
      filter.after?.name ?? null,
      filter.after?.language ?? null,
      filter.after?.id ?? null,
      filter.limit,
      ...filterValues(filter),
    ],
  };
}

/** The account of a number. */
export function selectAccountOfNumber(workspaceId: string, numberId: string): Statement {
  return {
    text: `select waba_account_id as "wabaAccountId" from numbers where workspace_id = $1 and id = $2`,
    values: [workspaceId, numberId],
  };
}

/** What templates of an account can be narrowed to; empty lists and null: not narrowed. Texts are compared in lower case. */
export type AccountTemplatesFilter = {
  wabaAccountId: string;
  name: string | null;
  content: string | null;
  nameOrContent: string | null;
  statuses: readonly string[];
  categories: readonly string[];
  languages: readonly string[];
  qualities: readonly string[];
  place: { name: string; language: string; id: string } | null;
  isBackward: boolean;
};

/** Templates of one account behind or before a place; index templates_list. */
export function selectTemplatesOfAccount(workspaceId: string, filter: AccountTemplatesFilter, limit: number): Statement {
  const [sign, order] = filter.isBackward ? ['<', 'desc'] : ['>', 'asc'];
  return {
    text: `
      select ${templateColumns}
        from templates template
        join waba_accounts account on account.workspace_id = template.workspace_id and account.id = template.waba_account_id
       where template.workspace_id = $1 and template.waba_account_id = $2 and template.status <> 'deleted'
         and ($3::text is null or position($3 in template.name) > 0)
         and ($4::text is null or position($4 in lower(template.components::text)) > 0)
         and ($5::text is null or position($5 in template.name) > 0 or position($5 in lower(template.components::text)) > 0)
         and (cardinality($6::text[]) = 0 or template.status = any($6)) and (cardinality($7::text[]) = 0 or template.category = any($7))
         and (cardinality($8::text[]) = 0 or template.language = any($8)) and (cardinality($9::text[]) = 0 or template.quality = any($9))
         and ($10::text is null or (template.name, template.language, template.id) ${sign} ($10, $11, $12::uuid))
       order by template.name ${order}, template.language ${order}, template.id ${order}
       limit $13`,
    values: [
      workspaceId,
      filter.wabaAccountId,
      filter.name,
      filter.content,
      filter.nameOrContent,
      filter.statuses,
      filter.categories,
      filter.languages,
      filter.qualities,
      filter.place?.name ?? null,
      filter.place?.language ?? null,
      filter.place?.id ?? null,
      limit,
    ],
  };
}

/** A template by Meta's id. */
export function selectTemplateByMetaId(workspaceId: string, metaId: string): Statement {
  return {
    text: `select ${templateColumns} from templates template
             join waba_accounts account on account.workspace_id = template.workspace_id and account.id = template.waba_account_id
            where template.workspace_id = $1 and template.meta_id = $2 and template.status <> 'deleted'`,
    values: [workspaceId, metaId],
  };
}
