import { describe, expect, it } from 'vitest';
import { firstNameOf, renderSavedReply, unknownVariables, variablesIn } from './saved-reply-text.ts';

describe('renderSavedReply', () => {
  it('fills in values, falls back, and names what stayed empty, each once', () => {
    const text = 'Halo {{contact.first_name|kak}}, {{ member.name }} {{attribute.kota}}{{attribute.kota}}';
    expect(renderSavedReply(text, { 'member.name': 'Budi', 'contact.first_name': '  ' })).toEqual({
      text: 'Halo kak, Budi ',
      empty: ['attribute.kota'],
    });
  });

  it('never reads a value for variables', () => {
    expect(renderSavedReply('{{contact.name}}', { 'contact.name': '{{workspace.name}}', 'workspace.name': 'x' }).text).toBe(
      '{{workspace.name}}',
    );
  });

  it('takes nothing from the prototype of the values', () => {
    expect(renderSavedReply('{{constructor}}', {})).toEqual({ text: '', empty: ['constructor'] });
  });

  it('leaves single, open and nested braces as they are', () => {
    for (const text of ['{contact.name}', '{{contact.name', '}}{{', '{{}}']) expect(renderSavedReply(text, {}).text).toBe(text);
    expect(renderSavedReply('{{{contact.name}}}', { 'contact.name': 'Sari' }).text).toBe('{Sari}');
  });

  it('is quick with a text that tries to slow it down', () => {
    const text = '{{'.repeat(50_000);
    expect(renderSavedReply(text, {}).text).toBe(text);
  });
});

it('tells variables from typing mistakes', () => {
  const text = '{{contact.name}} {{contact.nmae|x}} {{attribute.kota}} {{attribute.Kota}} {{contact.name}}';
  expect(variablesIn(text)).toEqual(['contact.name', 'contact.nmae', 'attribute.kota', 'attribute.Kota']);
  expect(unknownVariables(text)).toEqual(['contact.nmae', 'attribute.Kota']);
});

it.each([
  ['Sari Dewi', 'Sari'],
  ['Ny. Sari', 'Sari'],
  ['A Budi', 'Budi'],
  ['X', 'X'],
  ['  ', ''],
])('calls %j %j', (name, first) => {
  expect(firstNameOf(name)).toBe(first);
});
