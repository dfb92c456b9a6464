import type pg from 'pg';

/** Below every transaction number of a new server, which begins at 3. */
const base = '3';

/**
 * Fits restored events to the server they were restored into. Their order hangs on transaction numbers of the server they come from; where
 * those are ahead of this one's, every later event would sort before them and no reader would ever get to it. All then get one low number
 * and keep the order of their own count; readers go on at the first event they had not seen, which at worst gives them some twice.
 * Nothing is done on the same server. `client` owns the tables, row-level security is off on them.
 */
export async function rebaseEvents(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ isAhead: boolean }>(`
    select greatest((select max(xid) from events), (select max(cursor_xid) from event_consumers), (select xid from event_horizon))
             >= pg_snapshot_xmin(pg_current_snapshot()) as "isAhead"`);
  if (rows[0]?.isAhead !== true) return;
  await client.query('begin');
  await client.query(
    `update event_consumers c
        set cursor_xid = $1::xid8,
            cursor_seq = coalesce((select min(e.seq) - 1 from events e where (e.xid, e.seq) > (c.cursor_xid, c.cursor_seq)),
                                  (select max(e.seq) from events e), 0)`,
    [base],
  );
  await client.query('update events set xid = $1::xid8', [base]);
  await client.query(`update event_horizon set xid = '0'`);
  await client.query('commit');
}
