import fc from 'fast-check';
import { expect, test } from 'vitest';
import { guessKind, guessLanguage, readMail } from './read-mail.ts';

const mail = (...lines: string[]): Buffer => Buffer.from(lines.join('\r\n'), 'utf8');

test('a plain mail is read with its sender, id, subject and words', () => {
  expect(
    readMail(
      mail(
        'From: "Sari Dewi" <Sari@Example.com>',
        'Subject: Hapus data saya',
        'Message-ID: <1@example.com>',
        '',
        'Mohon hapus data saya.',
        '',
      ),
    ),
  ).toEqual({
    from: 'sari@example.com',
    name: 'Sari Dewi',
    messageId: '<1@example.com>',
    subject: 'Hapus data saya',
    text: 'Mohon hapus data saya.',
    isAutomatic: false,
  });
});

test('encoded headers, folded lines, multipart and quoted-printable are undone', () => {
  const read = readMail(
    mail(
      'From: =?utf-8?q?Jos=C3=A9?= <jose@example.com>',
      'Subject: =?utf-8?B?UGxlYXNlIGVyYXNl?=',
      ' =?utf-8?Q?_my_data?=',
      'Content-Type: multipart/alternative; boundary="b1"',
      '',
      '--b1',
      'Content-Type: text/html; charset=utf-8',
      '',
      '<p>Please <b>erase</b> everything</p>',
      '--b1',
      'Content-Type: text/plain; charset=iso-8859-1',
      'Content-Transfer-Encoding: quoted-printable',
      '',
      'Please erase everything. Jos=E9 =',
      'thanks',
      '--b1--',
    ),
  );
  expect(read).toMatchObject({ name: 'José', subject: 'Please erase my data', text: 'Please erase everything. José thanks' });
});

test('without plain text the words are taken out of the HTML', () => {
  const read = readMail(
    mail(
      'From: a@example.com',
      'Content-Type: text/html',
      'Content-Transfer-Encoding: base64',
      '',
      Buffer.from('<style>x{}</style><p>Copy&nbsp;please</p>').toString('base64'),
    ),
  );
  expect(read?.text).toBe('Copy please');
});

test('answers of machines are known as such', () => {
  expect(readMail(mail('From: a@example.com', 'Auto-Submitted: auto-replied', '', 'I am away'))?.isAutomatic).toBe(true);
  expect(readMail(mail('From: a@example.com', 'Precedence: bulk', '', 'News'))?.isAutomatic).toBe(true);
});

test('a mail without a sender is nobody’s', () => {
  expect(readMail(mail('Subject: x', '', 'y'))).toBeNull();
});

test('whatever the bytes are, reading ends', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 2_000 }), (bytes) => {
      const read = readMail(
        Buffer.concat([Buffer.from('From: a@example.com\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n'), bytes]),
      );
      expect(read?.from).toBe('a@example.com');
    }),
  );
});

test.each([
  ['Please delete all my data', 'erase'],
  ['Saya ingin data saya dihapus', 'erase'],
  ['What data do you hold about me? I want a copy.', 'access'],
  ['Minta salinan data saya', 'access'],
  ['My name is wrong, please correct it', 'rectify'],
  ['I withdraw my consent', 'withdraw_consent'],
  ['Saya mencabut persetujuan saya', 'withdraw_consent'],
  ['I object to profiling', 'object'],
  ['Batasi pemrosesan data saya', 'restrict'],
  ['Please transfer my data to another provider', 'portability'],
  ['Hello, when are you open?', null],
])('%s asks for %s', (text, kind) => {
  expect(guessKind(text)).toBe(kind);
});

test('the language is that of most words', () => {
  expect(guessLanguage('Mohon hapus data saya, terima kasih')).toBe('id');
  expect(guessLanguage('Please delete my data and confirm')).toBe('en');
});
