import type { Statement } from '#platform/db/tx';

/** Tables that hold rows of workspaces, and how many of them do not force row-level security. Partitions follow their parent. */
export function countUnforcedTables(): Statement {
  return {
    text: `
      select count(*)::int as tables, (count(*) filter (where not (c.relrowsecurity and c.relforcerowsecurity)))::int as open
        from pg_class c
       where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
         and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'workspace_id' and not a.attisdropped)`,
  };
}

/** How many of the server's own roles could step over row-level security or own a table. */
export function countLooseRoles(): Statement {
  return {
    text: `
      select count(*)::int as loose
        from pg_roles r
       where r.rolname in ('kabar_app', 'kabar_engine')
         and (r.rolsuper or r.rolbypassrls or r.rolcreaterole or exists (select from pg_class c where c.relowner = r.oid))`,
  };
}

/** Stored passwords, and those that are not of the present scheme. */
export function countPasswords(prefix: string): Statement {
  return {
    text: `select count(*)::int as passwords, (count(*) filter (where not starts_with(password, $1)))::int as other
             from user_credentials where password is not null`,
    values: [prefix],
  };
}

/** Columns that are meant to hold sealed bytes. */
export function selectSealedColumns(): Statement {
  return {
    text: `
      select c.relname as "table", a.attname as "column"
        from pg_attribute a join pg_class c on c.oid = a.attrelid
       where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
         and a.atttypid = 'bytea'::regtype and a.attname like '%\\_sealed' and not a.attisdropped
       order by 1, 2`,
  };
}

/** How many of the first `limit` values of a column do not begin like sealed bytes. Names come from the catalogue and are quoted. */
export function countUnsealed(table: string, column: string, limit: number): Statement {
  const [from, what] = [quote(table), quote(column)];
  return {
    text: `select count(*)::int as seen, (count(*) filter (where substring(v from 1 for 2) <> '\\x0101'::bytea))::int as open
             from (select ${what} as v from ${from} where octet_length(${what}) > 0 limit $1) as sample`,
    values: [limit],
  };
}

/** Whether anybody may change a line of the ledger of consent, and whether the guard stands that lets nobody delete one while its workspace lives. */
export function selectConsentGuard(): Statement {
  return {
    text: `
      select (has_table_privilege('kabar_app', 'consent_records', 'update') or has_table_privilege('kabar_app', 'consent_records', 'delete')
              or has_column_privilege('kabar_engine', 'consent_records', 'state', 'update')) as "mayChange",
             exists (select from pg_trigger where tgrelid = 'consent_records'::regclass and tgname = 'consent_records_kept' and tgenabled <> 'D') as "isGuarded"`,
  };
}

/** Sessions, and those that should have gone before `before`. */
export function countSessions(before: Date): Statement {
  return {
    text: 'select count(*)::int as sessions, (count(*) filter (where expires_at < $1))::int as late from user_sessions',
    values: [before],
  };
}

/** Stored webhook deliveries older than `before`. */
export function countLateDeliveries(before: Date): Statement {
  return {
    text: 'select count(*)::int as late from (select from intake_deliveries where received_at < $1 limit 1000) as late',
    values: [before],
  };
}

/** How this process reaches its database. */
export function selectConnection(): Statement {
  return {
    text: `
      select coalesce(s.ssl, false) as ssl, coalesce(s.version, '') as version,
             (inet_server_addr() is null or inet_server_addr() <<= '127.0.0.0/8' or inet_server_addr() = '::1') as "isLocal"
        from (select pg_backend_pid() as pid) as me left join pg_stat_ssl s using (pid)`,
  };
}

/** Backups that are there: how many, when the newest was made, those past their last day, and whether the newest lies in a second place. */
export function selectBackups(now: Date): Statement {
  return {
    text: `
      select count(*)::int as kept, max(finished_at) as newest, (count(*) filter (where expires_at < $1))::int as late,
             coalesce((array_agg(second_status order by finished_at desc))[1], 'none') as second
        from backups where status = 'done'`,
    values: [now],
  };
}

function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
