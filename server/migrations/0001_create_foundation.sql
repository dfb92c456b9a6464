-- Purpose: database roles, tenant isolation helpers, leases.
-- Locks: none that anyone else can hold; new objects only.
-- Time at 10 M rows: not affected.
-- Kind: compatible

-- Roles belong to the server and not to the database, so another database may have made them already.
do $$
declare
  role_name text;
begin
  foreach role_name in array array['kabar_app', 'kabar_engine'] loop
    begin
      if not exists (select from pg_roles where rolname = role_name) then
        execute format('create role %I nologin noinherit', role_name);
      end if;
    exception when duplicate_object or unique_violation then
      null; -- another database of this server was migrated at the same moment
    end;
    if not pg_has_role(current_user, role_name, 'SET') then
      begin
        execute format('grant %I to %I with inherit false, set true', role_name, current_user);
      exception when insufficient_privilege then
        raise exception 'The database user % may not act as the role %. Run as an administrator: GRANT % TO %',
          current_user, role_name, role_name, current_user;
      end;
    end if;
  end loop;
end
$$;

revoke create on schema public from public;
grant usage on schema public to kabar_app, kabar_engine;

-- Engines may use every table; the tenant role only what a migration hands to it, so that a forgotten line fails closed.
alter default privileges in schema public grant select, insert, update, delete on tables to kabar_engine;
alter default privileges in schema public grant usage, select on sequences to kabar_app, kabar_engine;

grant select on kabar_migrations to kabar_engine;
revoke insert, update, delete on kabar_migrations from kabar_engine;

-- Makes a table with a workspace_id column a tenant table: forced row-level security, the tenant policy for kabar_app,
-- the engine policy for kabar_engine, grants. Called once in the migration that creates the table. The scalar subquery
-- makes the server evaluate the setting once per statement and not once per row.
create function kabar_tenant_table(table_name text) returns void
  language plpgsql
as $$
begin
  execute format('alter table %I enable row level security', table_name);
  execute format('alter table %I force row level security', table_name);
  execute format(
    'create policy tenant_rows on %I for all to kabar_app
       using (workspace_id = (select nullif(current_setting(''app.workspace_id'', true), '''')::uuid))
       with check (workspace_id = (select nullif(current_setting(''app.workspace_id'', true), '''')::uuid))',
    table_name);
  execute format('create policy engine_rows on %I for all to kabar_engine using (true) with check (true)', table_name);
  execute format('grant select, insert, update, delete on %I to kabar_app', table_name);
end
$$;
revoke execute on function kabar_tenant_table(text) from public;

-- Adds the partition [from_at, to_at) to a table partitioned by range of a timestamptz column, unless it is there.
-- Engines call it ahead of time; they own no table, hence the owner's rights. Gives the partition's name.
create function kabar_ensure_partition(parent_name text, from_at timestamptz, to_at timestamptz) returns text
  language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  partition_name text := parent_name || '_' || to_char(from_at at time zone 'UTC', 'YYYYMMDD_HH24MI');
begin
  if not exists (select from pg_class where oid = to_regclass(quote_ident(parent_name)) and relkind = 'p') then
    raise exception 'not a partitioned table: %', parent_name;
  end if;
  if to_regclass(quote_ident(partition_name)) is not null then
    return partition_name;
  end if;
  perform pg_advisory_xact_lock(hashtext('kabar_partition'), hashtext(partition_name));
  -- `if not exists` and not another to_regclass: that one may answer from before the wait for the lock.
  execute format('create table if not exists %I partition of %I for values from (%L) to (%L)',
    partition_name, parent_name, from_at, to_at);
  -- Nobody reads a partition by its own name, so it has no policy and no grant.
  execute format('alter table %I enable row level security', partition_name);
  execute format('alter table %I force row level security', partition_name);
  execute format('revoke all on %I from kabar_app, kabar_engine', partition_name);
  return partition_name;
end
$$;
revoke execute on function kabar_ensure_partition(text, timestamptz, timestamptz) from public;
grant execute on function kabar_ensure_partition(text, timestamptz, timestamptz) to kabar_engine;

-- Drops every partition of a table that ends at or before `before_at`. Gives the names of the dropped ones.
create function kabar_drop_partitions(parent_name text, before_at timestamptz) returns setof text
  language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  part record;
begin
  for part in
    select child.relname,
           (regexp_match(pg_get_expr(child.relpartbound, child.oid), 'TO \(''([^'']+)''\)'))[1]::timestamptz as ends_at
      from pg_inherits
      join pg_class child on child.oid = pg_inherits.inhrelid
     where pg_inherits.inhparent = to_regclass(quote_ident(parent_name))
     order by child.relname
  loop
    if part.ends_at <= before_at then
      execute format('drop table %I', part.relname);
      return next part.relname;
    end if;
  end loop;
end
$$;
revoke execute on function kabar_drop_partitions(text, timestamptz) from public;
grant execute on function kabar_drop_partitions(text, timestamptz) to kabar_engine;

-- Who may work on what until when. The fence only ever grows, so that a holder who slept through its lease is
-- recognised by its old number. No other index: always read by name.
create table leases (
  name text primary key,
  holder text not null,
  fence bigint not null,
  until timestamptz not null
) with (fillfactor = 50);
