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

-- Who may work on what until when. The fence only ever grows, so that a holder who slept through its lease is
-- recognised by its old number. No other index: always read by name.
create table leases (
  name text primary key,
  holder text not null,
  fence bigint not null,
  until timestamptz not null
) with (fillfactor = 50);
