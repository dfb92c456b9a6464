import { expect, test } from 'vitest';
import { escapeHtml, isMailAddress, renderHtml } from './mail.ts';

test('escapes everything that HTML could take for its own', () => {
  expect(escapeHtml(`<img src=x onerror='a("&")'>`)).toBe('&lt;img src=x onerror=&#39;a(&quot;&amp;&quot;)&#39;&gt;');
});

test('shows a workspace name that is HTML as what it is', () => {
  const html = renderHtml({
    subject: '</title><script>1</script>',
    text: 'Join "<b>Toko</b>"\n\nhttps://kabar.example.com/a#token=1&x=2\n\njavascript:alert(1)\n\nhttps://x.example.com/"onclick="y',
  });
  expect(html).not.toMatch(/<script|<b>|onclick="|href="javascript/);
  expect(html).toContain('Join &quot;&lt;b&gt;Toko&lt;/b&gt;&quot;');
  expect(html).toContain('<a href="https://kabar.example.com/a#token=1&amp;x=2"');
  expect([...html.matchAll(/<a /g)]).toHaveLength(1);
});

test('loads nothing from anywhere', () => {
  expect(renderHtml({ subject: 'Halo', text: 'Halo\n\nhttps://kabar.example.com/a' })).not.toMatch(/src=|url\(|@import|<link|<img|<script/);
});

test.each(['siti@example.com', 'a.b+c@sub.example.co.id', "o'neil@example.com"])('takes %s for an address', (text) => {
  expect(isMailAddress(text)).toBe(true);
});

test.each([
  '',
  'siti',
  'a@b@c',
  'a@b, c@d',
  'a@b;c@d',
  'Siti <siti@example.com>',
  'a@b\r\nBcc: c@d',
  'a b@c',
  'a@b@c d',
  `${'a'.repeat(320)}@b`,
])('takes %j for none', (text) => {
  expect(isMailAddress(text)).toBe(false);
});
