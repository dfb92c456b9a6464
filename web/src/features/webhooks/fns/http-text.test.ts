import { expect, it } from 'vitest';
import { httpText } from './http-text.ts';

it('writes headers, an empty line and indented JSON', () => {
  expect(httpText({ headers: { 'content-type': 'application/json' }, body: '{"ok":true}' })).toBe(
    'content-type: application/json\n\n{\n  "ok": true\n}',
  );
});

it('leaves a body that is no JSON, or was cut, as it is', () => {
  expect(httpText({ headers: {}, body: '{"ok":tr' })).toBe('\n{"ok":tr');
  expect(httpText({ headers: { a: 'b' }, body: '' })).toBe('a: b');
});
