import type { SendableType } from '@kabar/contract';
import { describe, expect, it } from 'vitest';
import { checkContent } from './check-content.ts';

const buttons = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ type: 'reply', reply: { id: String(index), title: `Choice ${index}` } }));
const rows = (count: number) => Array.from({ length: count }, (_, index) => ({ id: String(index), title: `Row ${index}` }));

describe('content that WhatsApp takes', () => {
  it.each<[SendableType, unknown]>([
    ['text', { body: 'x'.repeat(4096) }],
    ['text', { body: '😀'.repeat(4096) }],
    ['image', { link: 'https://example.com/a.jpg', caption: 'x'.repeat(1024) }],
    ['document', { id: `med_${'0'.repeat(26)}`, filename: 'a.pdf' }],
    ['location', { latitude: '-6.2', longitude: 106.8 }],
    ['reaction', { message_id: 'wamid.A', emoji: '' }],
    ['contacts', [{ name: { formatted_name: 'Rani' }, phones: [{ phone: '+1 555 0100' }] }]],
    ['interactive', { type: 'button', body: { text: 'a' }, action: { buttons: buttons(3) } }],
    ['interactive', { type: 'list', body: { text: 'x'.repeat(4096) }, action: { button: 'Open', sections: [{ rows: rows(10) }] } }],
    [
      'interactive',
      { type: 'cta_url', body: { text: 'a' }, action: { name: 'cta_url', parameters: { display_text: 'Go', url: 'https://example.com' } } },
    ],
    ['interactive', { type: 'location_request_message', body: { text: 'a' }, action: { name: 'send_location' } }],
    ['template', { name: 'hello', language: { code: 'en_US' }, components: [{ type: 'body', parameters: [{ type: 'text', text: 'a' }] }] }],
  ])('of type %s has no issues', (type, content) => {
    expect(checkContent(type, content)).toEqual([]);
  });
});

describe('content that WhatsApp would refuse', () => {
  it.each<[string, SendableType, unknown, string]>([
    ['a text that is too long', 'text', { body: 'x'.repeat(4097) }, 'text.body'],
    ['an empty text', 'text', { body: '' }, 'text.body'],
    ['a file with neither id nor link', 'image', { caption: 'a' }, 'image'],
    ['a file with both', 'image', { id: '1', link: 'https://example.com/a.jpg' }, 'image'],
    ['a link that is not https', 'image', { link: 'http://example.com/a.jpg' }, 'image.link'],
    [
      'an insecure link further inside',
      'template',
      {
        name: 'a',
        language: { code: 'id' },
        components: [{ type: 'header', parameters: [{ type: 'image', image: { link: 'http://example.com/a.jpg' } }] }],
      },
      'template.components.0.parameters.0.image.link',
    ],
    ['a caption on an audio file', 'audio', { id: '1', caption: 'a' }, 'audio'],
    ['a latitude out of range', 'location', { latitude: 91, longitude: 0 }, 'location.latitude'],
    ['four buttons', 'interactive', { type: 'button', body: { text: 'a' }, action: { buttons: buttons(4) } }, 'interactive.action.buttons'],
    [
      'eleven rows',
      'interactive',
      { type: 'list', body: { text: 'a' }, action: { button: 'Open', sections: [{ rows: rows(11) }] } },
      'interactive.action.sections',
    ],
    [
      'a button title that is too long',
      'interactive',
      { type: 'button', body: { text: 'a' }, action: { buttons: [{ type: 'reply', reply: { id: '1', title: 'x'.repeat(21) } }] } },
      'interactive.action.buttons.0.reply.title',
    ],
    ['an interactive kind that does not exist', 'interactive', { type: 'poll', body: { text: 'a' } }, 'interactive.type'],
    ['a template without a language', 'template', { name: 'a' }, 'template.language'],
    ['a contact without a name', 'contacts', [{ phones: [] }], 'contacts.0.name'],
    ['no object at all', 'text', 'hello', 'text'],
  ])('names %s', (_name, type, content, path) => {
    const issues = checkContent(type, content);
    expect(issues.map((issue) => issue.path)).toContain(path);
    for (const issue of issues) expect(issue.message).not.toBe('');
  });

  it('is described by at most twenty issues', () => {
    expect(
      checkContent(
        'contacts',
        Array.from({ length: 200 }, () => ({})),
      ).length,
    ).toBe(20);
  });
});
