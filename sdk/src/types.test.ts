import { expectTypeOf, it } from 'vitest';
import { createKabar, KabarError, type Message, type Page, type SendMessageResponse, type StreamItem } from './index.ts';

const kabar = createKabar({ baseUrl: 'http://127.0.0.1:1' });

// The compiler checks the body; nothing of it runs.
function typeChecks(): void {
  expectTypeOf(
    kabar.messages.send({ number_id: 'num_1', to: '+15550100', type: 'text', text: { body: 'hi' } }),
  ).resolves.toEqualTypeOf<SendMessageResponse>();
  expectTypeOf(kabar.conversations.messages('cnv_1', { around: 'msg_1', limit: 20, cursor: undefined })).resolves.toEqualTypeOf<
    Page<Message>
  >();
  expectTypeOf(kabar.conversations.eachMessage('cnv_1')).toExtend<AsyncIterable<Message>>();
  expectTypeOf(kabar.apiKeys.create({ name: 'shop', scopes: ['messages:send'] }))
    .resolves.toHaveProperty('key')
    .toEqualTypeOf<string>();
  expectTypeOf(kabar.events.stream()).toExtend<AsyncIterable<StreamItem>>();

  // @ts-expect-error a message without a type
  void kabar.messages.send({ number_id: 'num_1', to: '+15550100' });
  // @ts-expect-error a type that cannot be sent
  void kabar.messages.send({ number_id: 'num_1', to: '+15550100', type: 'order' });
  // @ts-expect-error a filter that does not exist
  void kabar.contacts.list({ nickname: 'ada' });
}

it('types answers, requests and errors', () => {
  expectTypeOf(typeChecks).toBeFunction();
  const error: unknown = new KabarError('body_too_large', { details: { limit_bytes: 10 } });
  if (error instanceof KabarError && error.is('body_too_large')) expectTypeOf(error.details.limit_bytes).toEqualTypeOf<number>();
  if (error instanceof KabarError && error.is('not_found')) expectTypeOf(error.details).toEqualTypeOf<unknown>();
});
