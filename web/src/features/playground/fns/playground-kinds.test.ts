import { SendMessageRequest } from '@kabar/contract';
import { expect, it } from 'vitest';
import { playgroundBody, readyBody } from './playground-body.ts';
import { contentText, exampleContents, hasGap, OBJECT_KINDS, readContent, withField } from './playground-kinds.ts';

const head = { numberId: 'num_01jd8z3t5kf6v9b2m4n7p0q1rs', customer: { to: '+62 812-0000-0001' } };

it.each(OBJECT_KINDS)('begins with a %s that the API takes once its ids are there', (kind) => {
  const example = contentText(exampleContents[kind]);
  const filled = withField(
    kind,
    withField(kind, example, 'id', 'med_01jd8z3t5kf6v9b2m4n7p0q1rs'),
    'message_id',
    'msg_01jd8z3t5kf6v9b2m4n7p0q1rs',
  );
  const text = hasGap(example) ? filled : example;
  const content = readContent(kind, text);
  if (content === null) throw new Error('the example is no content');
  const body = readyBody({ ...head, content: { kind: 'object', as: kind, content } });
  expect(hasGap(text)).toBe(false);
  expect(body).toEqual(playgroundBody({ ...head, content: { kind: 'object', as: kind, content } }));
  expect(SendMessageRequest.safeParse(body).error).toBeUndefined();
});

it('sends nothing while an id is open or the content cannot be read', () => {
  const content = exampleContents.image;
  expect(readyBody({ ...head, content: { kind: 'object', as: 'image', content } })).toBeNull();
  expect(readContent('location', '{ "latitude": ')).toBeNull();
  expect(readContent('location', '[]')).toBeNull();
  expect(readContent('contacts', '{}')).toBeNull();
  expect(withField('image', 'not JSON', 'id', 'med_1')).toBe('not JSON');
});
