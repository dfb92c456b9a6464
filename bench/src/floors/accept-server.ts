import { createHash, randomUUID } from 'node:crypto';
import { SendMessageRequest } from '@kabar/contract';
import Fastify from 'fastify';

/** Floor F4: the same framework, schema, key hash and answer as `POST /v1/messages`, storing nothing. Prints its port. */
const known = createHash('sha256')
  .update(process.argv[2] ?? '')
  .digest('hex');
const app = Fastify({ logger: false });
app.post('/v1/messages', async (request, reply) => {
  const key = (request.headers.authorization ?? '').slice(7);
  if (createHash('sha256').update(key).digest('hex') !== known) return reply.code(401).send({ error: { code: 'api_key_invalid' } });
  const parsed = SendMessageRequest.safeParse(request.body);
  if (!parsed.success) return reply.code(400).send({ error: { code: 'validation_failed' } });
  const fingerprint = createHash('sha256').update(JSON.stringify(parsed.data)).digest('hex');
  reply.code(202);
  return {
    id: `msg_${randomUUID().replaceAll('-', '').slice(0, 26)}`,
    status: 'queued',
    type: parsed.data.type,
    number_id: parsed.data.number_id,
    contact_id: fingerprint.slice(0, 26),
    conversation_id: fingerprint.slice(0, 26),
    client_ref: null,
    scheduled_at: null,
    created_at: new Date().toISOString(),
  };
});
const address = await app.listen({ port: 0, host: '127.0.0.1' });
process.stdout.write(`${new URL(address).port}\n`);
