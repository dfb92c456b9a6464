import type { Statement } from '#platform/db/tx';
import type { TemplateChange } from '#whatsapp/account-fact';
import type { TemplateFacts } from '#whatsapp/provider';

/** A template with the account it belongs to. */
export type TemplateRow = {
  id: string;
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
};

/** Where a list of templates belongs and what moment it speaks of (`factsAt`, whole seconds). */
export type ListOrigin = { workspaceId: string; wabaAccountId: string; factsAt: Date; now: Date };

/**
 * Writes a list of templates with one statement: new ones are added, changed ones changed, equal ones left alone, as are
 * those about which a webhook told something newer. Gives the ids of the added and changed. By the unique key of name and
 * language, which may appear only once in the list.
 */
export function upsertTemplates(origin: ListOrigin, ids: readonly string[], facts: readonly TemplateFacts[]): Statement {
  return {
    text: `
      insert into templates (workspace_id, id, waba_account_id, meta_id, name, language, category, status, quality, rejected_reason,
                             parameter_format, components, facts_at, synced_at, created_at)
      select $1, item.id, $2, item.meta_id, item.name, item.language, item.category, item.status, item.quality, item.rejected_reason,
             item.parameter_format, item.components, $3, $4, $4
        from unnest($5::uuid[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[], $12::text[], $13::text[], $14::jsonb[])
             as item (id, meta_id, name, language, category, status, quality, rejected_reason, parameter_format, components)
      on conflict (workspace_id, waba_account_id, name, language) do update
         set meta_id = excluded.meta_id, category = excluded.category, status = excluded.status, quality = excluded.quality,
             rejected_reason = excluded.rejected_reason, parameter_format = excluded.parameter_format, components = excluded.components,
             paused_until = case when excluded.status = 'paused' then templates.paused_until end, facts_at = excluded.facts_at
       where templates.facts_at <= excluded.facts_at
         and (templates.meta_id, templates.category, templates.status, templates.quality, templates.rejected_reason,
              templates.parameter_format, templates.components)
             is distinct from (excluded.meta_id, excluded.category, excluded.status, excluded.quality, excluded.rejected_reason,
                               excluded.parameter_format, excluded.components)
      returning id`,
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
    text: `update templates set status = 'deleted', facts_at = $3
            where workspace_id = $1 and waba_account_id = $2 and synced_at < $4 and facts_at <= $3 and status <> 'deleted' returning id`,
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
      update templates
         set status = coalesce($7, status), quality = coalesce($8, quality), category = coalesce($9, category),
             rejected_reason = case when $10 then $11 else rejected_reason end,
             paused_until = case when $7::text is null then paused_until else $12::timestamptz end,
             facts_at = $6
       where workspace_id = $1 and waba_account_id = $2 and (meta_id = $3 or (name = $4 and language = $5)) and facts_at <= $6
      returning id`,
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

/** By name and language; index templates_list. Deleted ones only when asked for. */
export function selectTemplatesPage(filter: {
  workspaceId: string;
  wabaAccountId: string | null;
  status: string | null;
  after: { name: string; language: string; id: string } | null;
  limit: number;
}): Statement {
  return {
    text: `
      select template.id, account.waba_id as "wabaId", template.meta_id as "metaId", template.name, template.language, template.category,
             template.status, template.quality, template.rejected_reason as "rejectedReason", template.parameter_format as "parameterFormat",
             template.components, template.synced_at as "syncedAt"
        from templates template
        join waba_accounts account on account.workspace_id = template.workspace_id and account.id = template.waba_account_id
       where template.workspace_id = $1
         and ($2::uuid is null or template.waba_account_id = $2)
         and (template.status = $3 or ($3::text is null and template.status <> 'deleted'))
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
