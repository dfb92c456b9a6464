import { createHash } from 'node:crypto';
import Fastify from 'fastify';
import pg from 'pg';

/** Floor F6: the same framework and driver, one row by its primary key from the same table, as JSON. Prints its port. */
const [url = '', apiKey = ''] = process.argv.slice(2);
const known = createHash('sha256').update(apiKey).digest('hex');
const pool = new pg.Pool({ connectionString: url, max: 10 });
const app = Fastify({ logger: false });
app.get<{ Params: { workspaceId: string; id: string } }>('/:workspaceId/:id', async (request, reply) => {
  const key = (request.headers.authorization ?? '').slice(7);
  if (createHash('sha256').update(key).digest('hex') !== known) return reply.code(401).send({ error: { code: 'api_key_invalid' } });
  const { workspaceId, id } = request.params;
  const { rows } = await pool.query({
    name: 'one',
    text: 'select * from conversations where workspace_id = $1 and id = $2',
    values: [workspaceId, id],
  });
  return rows[0];
});
const address = await app.listen({ port: 0, host: '127.0.0.1' });
process.stdout.write(`${new URL(address).port}\n`);
