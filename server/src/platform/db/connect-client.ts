import pg from 'pg';

/** A connection of its own, for work that pools are not made for: copies of whole tables, other databases of the server. */
export type ClientOptions = {
  url: string;
  /** How the server's own views name it. */
  name: string;
  /** Acts as this role from the first statement on. Default: whoever the address names. */
  role?: 'kabar_engine';
  /** Settings of the session. Statements have no time limit unless one is given here. */
  settings?: Readonly<Record<string, string>>;
};

/** Connects. The caller ends it. Errors: database errors. */
export async function connectClient({ url, name, role, settings }: ClientOptions): Promise<pg.Client> {
  const all: Record<string, string> = {
    ...(role === undefined ? {} : { role }),
    statement_timeout: '0',
    idle_in_transaction_session_timeout: '0',
    ...settings,
  };
  const client = new pg.Client({
    connectionString: url,
    application_name: name,
    options: Object.entries(all)
      .map(([key, value]) => `-c ${key}=${value}`)
      .join(' '),
    keepAlive: true,
  });
  client.on('error', () => undefined); // a lost connection also fails the running statement, which reports it
  await client.connect();
  return client;
}
