-- Purpose: lets the last records of a deleted workspace go when the time for which they are kept is over.
-- Locks: consent_records, suppressions and retention_holds for a moment.
-- Time at 10 M rows: not affected.
-- Kind: compatible

-- The database itself judges: nobody can delete these rows while the workspace lives, or before the years are over.
create function kabar_is_past_keeping(p_workspace uuid, p_years integer) returns boolean
  language sql stable
as $$
  select exists (select from workspace_closures c
                  where c.workspace_id = p_workspace and c.deleted_at <= clock_timestamp() - make_interval(years => p_years))
$$;

-- As before, and beyond it: two years after its workspace was deleted the whole trail may go.
create or replace function kabar_keep_audit_event() returns trigger
  language plpgsql
as $$
begin
  if tg_op = 'DELETE' and old.at < now() - interval '1 year' and exists (
    select from audit_heads where workspace_id = old.workspace_id and trimmed_seq >= old.seq
  ) then
    return old;
  end if;
  if tg_op = 'DELETE' and kabar_is_past_keeping(old.workspace_id, 2) then
    return old;
  end if;
  raise exception 'the table % is append-only', tg_table_name using errcode = 'restrict_violation';
end
$$;

-- Five years for proof of consent, and for the list of those who must not be written to.
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

create function kabar_keep_suppression() returns trigger
  language plpgsql
as $$
begin
  if kabar_is_past_keeping(old.workspace_id, 5) then
    return old;
  end if;
  raise exception 'a suppression is lifted and never deleted' using errcode = 'integrity_constraint_violation';
end
$$;
create trigger suppressions_kept before delete on suppressions for each row execute function kabar_keep_suppression();
grant delete on suppressions to kabar_engine;

-- Ended holds go with their workspace, whose deletion waits for those that still hold.
create function kabar_keep_hold() returns trigger
  language plpgsql
as $$
begin
  if exists (select from workspace_closures c where c.workspace_id = old.workspace_id and c.deleting_at is not null) and old.released_at is not null then
    return old;
  end if;
  raise exception 'a hold is ended and never deleted' using errcode = 'integrity_constraint_violation';
end
$$;
create trigger retention_holds_kept before delete on retention_holds for each row execute function kabar_keep_hold();
grant delete on retention_holds to kabar_engine;
