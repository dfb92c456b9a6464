-- Purpose: contacts whose data is only stored (restriction of processing), and one function that says whether a person may be processed for a purpose.
-- Locks: contacts for a moment, to add a column.
-- Time at 10 M rows: not affected.
-- Kind: compatible

-- Set while the person's data is stored and nothing else: no message goes out, nothing automatic happens, nothing is found or counted.
alter table contacts add column restricted_at timestamptz;

-- Whether the data of a contact may be used for `p_purpose` now. Restriction and erasure forbid every purpose; an objection or a withdrawn
-- consent forbids its own. Everything that works by itself asks here; what is sent asks the send gate, which reads the same columns.
create function kabar_may_process(p_workspace uuid, p_contact uuid, p_purpose text) returns boolean
  language sql stable
as $$
  select not exists (select from contacts c
                      where c.workspace_id = p_workspace and c.id = p_contact and (c.restricted_at is not null or c.erased_at is not null))
     and not exists (select from consent_states s
                      where s.workspace_id = p_workspace and s.contact_id = p_contact and s.purpose = p_purpose and s.category = ''
                        and s.state in ('withdrawn', 'objected'))
$$;
revoke execute on function kabar_may_process(uuid, uuid, text) from public;
grant execute on function kabar_may_process(uuid, uuid, text) to kabar_app, kabar_engine;
