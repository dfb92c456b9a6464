-- Purpose: what customers chose in WhatsApp about marketing becomes part of the consent ledger, which alone holds it from now on.
-- Locks: rows of contacts that ever chose.
-- Time at 10 M rows: seconds; only the few contacts that chose are read into the ledger.
-- Kind: breaking

set local role kabar_engine;

insert into consent_records (workspace_id, id, contact_id, purpose, state, source, is_evidenced, actor_kind, actor_id, dedupe_key, occurred_at, recorded_at)
select workspace_id, uuidv7(), id, 'marketing', case marketing when 'stopped' then 'objected' else 'resumed' end, 'whatsapp_preferences', true,
       'contact', id, 'contacts.marketing:' || id, coalesce(marketing_at, updated_at), coalesce(marketing_at, updated_at)
  from contacts
 where marketing <> 'unset';

select kabar_project_consents(workspace_id, array_agg(contact_id), clock_timestamp())
  from (select distinct workspace_id, contact_id from consent_records) as chosen
 group by workspace_id;

reset role;
