import { MESSAGE_TYPES, type Message } from '@kabar/contract';
import { describe, expect, it } from 'vitest';
import { describeContent } from './describe-message.ts';
import { localTime } from './local-time.ts';
import { csvCell } from './write-csv.ts';
import { escapeHtml } from './write-html.ts';

describe('describeContent', () => {
  const cases: [Message['type'], Message['content'], string][] = [
    ['text', { body: 'halo' }, 'halo'],
    ['image', { caption: 'struk' }, '[Photo] struk'],
    ['audio', { voice: true }, '[Voice message]'],
    ['document', { filename: 'faktur.pdf', caption: 'ini' }, '[File: faktur.pdf] ini'],
    ['location', { name: 'Toko', latitude: -6.2, longitude: 106.8 }, '[Location: Toko (-6.2, 106.8)]'],
    [
      'contacts',
      [{ name: { formatted_name: 'Sari' }, phones: [{ phone: '+62 812-0000-0001' }] }],
      '[Contact card: Sari +62 812-0000-0001]',
    ],
    ['reaction', { emoji: '👍' }, '[Reaction 👍]'],
    ['reaction', { emoji: '' }, '[Reaction taken back]'],
    ['interactive', { type: 'button_reply', button_reply: { id: '1', title: 'Ya' } }, '[Chose] Ya'],
    [
      'interactive',
      { type: 'button', body: { text: 'Mau?' }, action: { buttons: [{ reply: { title: 'Ya' } }, { reply: { title: 'Tidak' } }] } },
      'Mau?\n[Choices: Ya / Tidak]',
    ],
    [
      'template',
      { name: 'resi', language: { code: 'id' }, components: [{ parameters: [{ text: 'JX1' }, { text: 'besok' }] }] },
      '[Template resi, id] JX1 | besok',
    ],
    ['button', { text: 'Stop' }, 'Stop'],
    ['order', { product_items: [{}, {}] }, '[Order of 2 items]'],
  ];

  it.each(cases)('says of %s %j', (type, content, text) => {
    expect(describeContent(type, content)).toBe(text);
  });

  it('says something readable of every type, whatever the content holds', () => {
    const odd = [{}, [], { body: 5, name: null, action: 'x', components: [null], product_items: 'x' }, [null, 'x', { name: 1 }]];
    for (const type of MESSAGE_TYPES.filter((one) => one !== 'text')) {
      for (const content of odd) expect(describeContent(type, content), type).toMatch(/\S/);
    }
  });
});

describe('the forms', () => {
  it('write times on the clocks of a zone, and UTC for a zone that is none', () => {
    const at = new Date('2026-11-21T17:05:09Z');
    expect(localTime('Asia/Jakarta')(at)).toBe('2026-11-22 00:05:09');
    expect(localTime('Nowhere/None')(at)).toBe('2026-11-21 17:05:09');
  });

  it.each(['=1+1', '+1', '-1', '@a', '\t=1', ' =1', '＝1', '\rx'])('guard %j in a spreadsheet', (text) => {
    expect(csvCell(text).startsWith(`"'`)).toBe(true);
  });

  it('leave harmless cells alone and double quotes', () => {
    expect(csvCell('a "b", c=d')).toBe('"a ""b"", c=d"');
  });

  it('escape what HTML would read', () => {
    expect(escapeHtml(`<a href="x">'&\``)).toBe('&#60;a href=&#34;x&#34;&#62;&#39;&#38;&#96;');
  });
});
