-- Purpose: lets the last records of a deleted workspace go when the time for which they are kept is over.
-- Locks: audit_events, audit_heads and consent_records for a moment.
-- Time at 10 M rows: not affected.
-- Kind: compatible

-- The database itself judges: nobody can delete these rows while the workspace lives, or before the years are over.
create function kabar_is_past_keeping(p_workspace uuid, p_years integer) returns boolean
  language sql stable
as $$
  select exists (select from workspace_closures c
                  where c.workspace_id = p_workspace and c.deleted_at <= clock_timestamp() - make_interval(years => p_years))
$$;
-- The one place that says how long: 2 years for the audit trail, 5 for proof of consent.
create function kabar_end_of_audit() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' and kabar_is_past_keeping(old.workspace_id, 2) then
    return old;
  end if;
  raise exception 'the table % is append-only', tg_table_name using errcode = 'restrict_violation';
end
$$;
drop trigger audit_events_append_only on audit_events;
create trigger audit_events_append_only before update or delete on audit_events
  for each row execute function kabar_end_of_audit();
drop trigger audit_heads_no_removal on audit_heads;
create trigger audit_heads_no_removal before delete on audit_heads
  for each row execute function kabar_end_of_audit();
grant delete on audit_events, audit_heads to kabar_engine;

create or replace function kabar_keep_consent_record() returns trigger
  language plpgsql
as $$
begin
  if tg_op = 'UPDATE' and new.evidence_sealed is null and to_jsonb(new) - 'evidence_sealed' = to_jsonb(old) - 'evidence_sealed' then
    return new;
  end if;
  if tg_op = 'DELETE' and kabar_is_past_keeping(old.workspace_id, 5) then
    return old;
  end if;
  raise exception 'a consent record is never changed or deleted' using errcode = 'integrity_constraint_violation';
end
$$;
grant delete on consent_records to kabar_engine;

alter table workspace_closures add column rest_purged_at timestamptz;

-- Everything else of a deleted workspace goes at once.
grant delete on events, suppressions to kabar_engine;

-- Members are told in their own language.
grant select (language) on users to kabar_app;
