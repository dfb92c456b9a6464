import { connect } from 'node:net';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createEmulatorControl } from './control-client.ts';
import { runEmulator } from './run.ts';
import { get } from './test/harness.ts';

/** Speaks just enough SMTP to hand in one mail. */
async function sendMail(port: number, recipients: string[], content: string): Promise<void> {
  const lines = [
    'EHLO test',
    'MAIL FROM:<kabar@local.test>',
    ...recipients.map((to) => `RCPT TO:<${to}>`),
    'DATA',
    `${content}\r\n.`,
    'QUIT',
  ];
  await new Promise<void>((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    socket.on('data', (chunk) => {
      if (/^[45]/.test(chunk.toString())) reject(new Error(chunk.toString()));
      // Multi-line answers end with a space after the code.
      if (!/^\d{3} /m.test(chunk.toString())) return;
      const line = lines.shift();
      if (line !== undefined) socket.write(`${line}\r\n`);
    });
    socket.on('close', () => resolve());
    socket.on('error', reject);
  });
}

async function startMailbox() {
  const running = await runEmulator({ host: '127.0.0.1', port: 0, smtpPort: 0, dataDir: null, exitWithParent: false });
  const control = createEmulatorControl(running.url);
  onTestFinished(async () => {
    await control.close();
    await running.close();
  });
  return { ...running, control };
}

describe('the mailbox', () => {
  it('catches mails with text, HTML and envelope recipients', async () => {
    const { smtpPort, control } = await startMailbox();
    const content = [
      'From: Kabar <kabar@local.test>',
      'To: dewi@kopi.example',
      'Subject: =?utf-8?Q?Einladung_f=C3=BCr_Dewi?=',
      'Content-Type: multipart/alternative; boundary=x',
      '',
      '--x',
      'Content-Type: text/plain; charset=utf-8',
      '',
      'Open https://a.example/accept#token=1',
      '--x',
      'Content-Type: text/html; charset=utf-8',
      '',
      '<p>Open <a href="https://a.example">it</a></p><script>alert(1)</script>',
      '--x--',
    ].join('\r\n');
    await sendMail(smtpPort, ['dewi@kopi.example', 'hidden@kopi.example'], content);
    await vi.waitFor(async () => expect(await control.mails()).toHaveLength(1));
    const [mail] = await control.mails('HIDDEN@kopi.example');
    expect(mail).toMatchObject({
      from: 'kabar@local.test',
      subject: 'Einladung für Dewi',
      to: ['dewi@kopi.example', 'hidden@kopi.example'],
    });
    expect(mail?.text).toContain('https://a.example/accept#token=1');
    expect(await control.mails('somebody@else.example')).toEqual([]);
  });

  it('shows HTML under a policy that runs nothing', async () => {
    const { smtpPort, control, url } = await startMailbox();
    await sendMail(smtpPort, ['a@b.example'], 'Subject: x\r\nContent-Type: text/html\r\n\r\n<script>alert(1)</script><b>x</b>');
    await vi.waitFor(async () => expect(await control.mails()).toHaveLength(1));
    const page = await get(`${url}/emulator/mails/1/html`);
    expect(page.headers['content-security-policy']).toContain("default-src 'none'");
    expect(page.headers['content-security-policy']).toContain('sandbox');
    expect(page.headers['content-security-policy']).not.toContain('allow-scripts');
  });

  it('can be emptied', async () => {
    const { smtpPort, control } = await startMailbox();
    await sendMail(smtpPort, ['a@b.example'], 'Subject: x\r\n\r\nx');
    await vi.waitFor(async () => expect(await control.mails()).toHaveLength(1));
    await control.clearMails();
    expect(await control.mails()).toEqual([]);
  });
});
