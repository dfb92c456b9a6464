import { createHmac } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { furnish } from '../browser/furnish.ts';
import type { Visitor } from '../browser/visitor.ts';

const stage = furnish();
const recoveryCodes: string[] = [];

/** What the server says when a factor was shown too long ago. */
const askedOnceMore = {
  status: 403,
  contentType: 'application/json',
  body: JSON.stringify({ error: { code: 'step_up_required', title: '', message: '', docs: '', request_id: '', retryable: false } }),
};

describe('somebody who looks after their account', () => {
  it('sets up an app, is asked for its code, and signs in with a passkey from then on', async () => {
    await stage.comeAnew(async (owner) => {
      const { page } = owner;
      await giveAuthenticator(owner);
      // It says yes to whatever asks, also to the offer in the field; that is asked for at the end only.
      await page.addInitScript(
        `if (location.hash !== '#offer' && 'PublicKeyCredential' in globalThis) PublicKeyCredential.isConditionalMediationAvailable = async () => false`,
      );
      // Passkeys are bound to a name, which the address of one machine is not.
      const named = stage.home.quickstart.dashboardUrl.replace('127.0.0.1', 'localhost');
      await giveCredentials(page, stage.home.quickstart.login, named);
      await page.getByRole('navigation', { name: 'Main' }).waitFor();
      await page.goto(`${named}/account/security`);
      await page.getByText('You have none yet.').waitFor();
      await owner.inspect('account-security');

      await page.getByRole('button', { name: 'Set it up' }).click();
      await page.getByRole('img', { name: 'QR code for the app' }).waitFor();
      await owner.inspect('account-totp');
      const key = await page.getByLabel('Key', { exact: true }).inputValue();
      await page.getByLabel('First code').fill(codeNow(key));
      await page.getByRole('button', { name: 'Confirm the code' }).click();
      const codes = page.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem');
      await codes.first().waitFor();
      expect(await codes.count()).toBe(10);
      recoveryCodes.push(...(await codes.allInnerTexts()));
      await owner.inspect('account-recovery-codes');
      await page.getByRole('button', { name: 'I have kept them' }).click();
      await page.getByText('10 left').waitFor();

      await page.getByRole('button', { name: 'Add a passkey' }).click();
      await page.getByRole('textbox', { name: 'Name' }).fill('Work laptop');
      await page.getByRole('button', { name: 'Go on' }).click();
      await page.getByRole('list', { name: 'Passkeys' }).getByText('Work laptop').waitFor();

      await signOut(page, named);
      await giveCredentials(page, stage.home.quickstart.login, named);
      await page.getByRole('button', { name: 'Use a recovery code' }).click();
      await owner.inspect('sign-in-second-factor');
      await page.getByLabel('Recovery code').fill(recoveryCodes[0] ?? '');
      await page.getByRole('region', { name: 'Second step' }).getByRole('button', { name: 'Sign in' }).click();
      await page.getByRole('navigation', { name: 'Main' }).waitFor();

      await signOut(page, named);
      await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
      await page.getByRole('navigation', { name: 'Main' }).waitFor();
      await page.goto(`${named}/account/security`);
      await page.getByText('9 left').waitFor();
      await page.getByText('Signed in with a passkey').first().waitFor();
      await owner.inspect('account-security-full');

      // The browser offers the passkey in the e-mail field; nothing is typed or pressed.
      await signOut(page, named);
      // From another page: a fragment alone loads nothing, and the way out of signing out, where it still goes on, would take it away again.
      await page.goto('about:blank');
      await page.goto(`${named}/sign-in#offer`);
      await page.getByRole('navigation', { name: 'Main' }).waitFor();
    });
  });

  it('is refused with a wrong code, and told when no company speaks for an address', async () => {
    await stage.comeAnew(
      async (visitor) => {
        const { page } = visitor;
        await giveCredentials(page, stage.home.quickstart.login);
        // This browser has no passkey; the app's code is the other way.
        // At an address without a name there are no passkeys; the app's code is the next best.
        await page.getByLabel('Code').fill('000000');
        visitor.expectRefusal(/^401 POST \/v1\/auth\/second-factor$/);
        await page.getByRole('region', { name: 'Second step' }).getByRole('button', { name: 'Sign in' }).click();
        await page.getByText('That is not right').waitFor();
        await visitor.inspect('sign-in-wrong-code');
        await page.getByRole('button', { name: 'Start again' }).click();
        await visitor.inspect('sign-in');
        await page.getByRole('button', { name: 'Sign in with your company' }).click();
        await page.getByLabel('Your e-mail at the company').fill('anybody@company.example');
        await page.getByRole('button', { name: 'Go on at the company' }).click();
        await page.getByText('No company signs in here').waitFor();
        await visitor.inspect('sign-in-company');
      },
      { screen: 'phone' },
    );
  });

  it('requires a second factor of the whole workspace, after showing once more who asks for it', async () => {
    await stage.comeAnew(
      async (visitor) => {
        const { page } = visitor;
        await giveCredentials(page, stage.home.quickstart.login);
        await page.getByRole('button', { name: 'Use a recovery code' }).click();
        await page.getByLabel('Recovery code').fill(recoveryCodes[1] ?? '');
        await page.getByRole('region', { name: 'Second step' }).getByRole('button', { name: 'Sign in' }).click();
        await page.getByRole('navigation', { name: 'Main' }).waitFor();
        await page.goto('/w/kopi-merdeka/settings/security');
        await page.getByRole('button', { name: 'Require it of everybody' }).click();
        await visitor.inspect('workspace-require-factor');
        // Ten minutes later, as far as this one request is concerned.
        visitor.expectRefusal(/^403 PUT \/v1\/workspace\/sign-in-rules\/second-factor$/);
        await page.route('**/v1/workspace/sign-in-rules/second-factor', (route) => route.fulfill(askedOnceMore), { times: 1 });
        await page.getByRole('button', { name: 'Require it', exact: true }).click();
        await page.getByRole('dialog', { name: 'Confirm that it is you' }).waitFor();
        await page.getByRole('button', { name: 'Use a recovery code' }).click();
        await visitor.inspect('step-up');
        await page.getByLabel('Recovery code').fill(recoveryCodes[2] ?? '');
        await page.getByRole('button', { name: 'Confirm', exact: true }).click();
        await page.getByText(/^Required from/).waitFor();
        await page.getByText('Every member has one.').waitFor();
        await visitor.inspect('workspace-security');
        await page.getByRole('button', { name: 'Set it up' }).click();
        await page.getByLabel('Address of the provider (issuer)').fill('https://login.company.example');
        await visitor.inspect('workspace-provider');
        await page.getByRole('button', { name: 'Cancel' }).click();
        await page.getByLabel('Another domain').fill('company.example');
        await page.getByRole('button', { name: 'Add it' }).click();
        await page.getByText('Put this TXT record').waitFor();
        await visitor.inspect('workspace-domain');
      },
      { colorScheme: 'dark' },
    );
  });

  it('lets an operator in, sees that on every page, and ends it', async () => {
    await stage.comeAnew(async (visitor) => {
      const { page } = visitor;
      await comeInByCode(page, 3);
      await page.goto('/w/kopi-merdeka/settings/support-access');
      await page.getByText('Nobody of the installation can look in.').waitFor();
      await visitor.inspect('support-access-empty');
      await page.getByRole('button', { name: 'Let an operator in …' }).click();
      await page.getByRole('button', { name: 'Let them in' }).click();
      await page.getByText('Say in a few words what they shall look at.').waitFor();
      await page.getByLabel('Why').fill('Replies stopped this morning');
      await visitor.inspect('support-access-grant');
      await page.getByRole('button', { name: 'Let them in' }).click();
      await page.getByText(/any operator of this installation can come in/).waitFor();
      await page.goto('/w/kopi-merdeka/contacts');
      await page.getByText(/^Support access until/).waitFor();
      await visitor.inspect('support-access-banner');
      await page.goto('/operator/support-access');
      await page.getByRole('button', { name: 'Go in' }).waitFor();
      await visitor.inspect('operator-support-access');
      await page.goto('/w/kopi-merdeka/settings/support-access');
      await page.getByRole('button', { name: 'End it now' }).first().click();
      await page.getByText('Nobody came in.').waitFor();
      await page.getByText(/^Support access until/).waitFor({ state: 'detached' });
      await visitor.inspect('support-access-history');
    });
  });

  it('goes in, as an operator, where somebody else let them, sees that it is recorded, and is out when it ends', async () => {
    await stage.comeAnew(async (helped) => {
      const { page } = helped;
      await page.goto('/sign-up');
      await page.getByLabel('Your name').fill('Rani Wijaya');
      await page.getByLabel('E-mail').fill('rani.helped@toko.example');
      await page.getByLabel('Password', { exact: true }).fill('seven lanterns over the harbour');
      await page.getByRole('checkbox', { name: 'I am at least 18 years old' }).click();
      await page.getByRole('button', { name: 'Create the account' }).click();
      await page.getByLabel('Name of the business').fill('Toko Rani');
      await page.getByRole('button', { name: 'Create the workspace' }).click();
      await page.getByRole('navigation', { name: 'Main' }).waitFor();
      const slug = /\/w\/([^/]+)/.exec(page.url())?.[1] ?? '';
      await stage.comeAnew(async (operator) => {
        const desk = operator.page;
        await comeInByCode(desk, 5);
        operator.expectRefusal(/^404 GET \/v1\//);
        await desk.goto('/operator/support-access');
        await desk.getByRole('button', { name: 'Ask to be let in' }).click();
        await desk.getByLabel('Workspace').fill(`https://kabar.example/w/${slug}/inbox`);
        await desk.getByLabel('Why').fill('Your replies do not leave');
        await operator.inspect('operator-ask');
        await desk.getByRole('button', { name: 'Ask', exact: true }).click();
        await desk.getByText('waits for an answer').waitFor();

        await page.getByText('Dewi Lestari, who runs this installation, asks to be let in.').waitFor();
        await page.goto(`/w/${slug}/settings/support-access`);
        const letIn = page.getByRole('button', { name: 'Let them in …' });
        await letIn.waitFor();
        await helped.inspect('support-access-asked');
        await letIn.click();
        await page.getByLabel('Why').fill('Please look');
        await page.getByRole('button', { name: 'Let them in', exact: true }).click();

        await desk.reload();
        await desk.getByRole('button', { name: 'Go in' }).click();
        await desk.getByText(/^You are in “Toko Rani” as a guest until/).waitFor();
        await desk.goto(`/w/${slug}/contacts`);
        await desk.getByRole('heading', { level: 1, name: 'Contacts' }).waitFor();
        await operator.inspect('operator-inside');
        await page.getByText(/Dewi Lestari \(.+\) came in\. What they read is recorded\./).waitFor();
        operator.expectRefusal(/^40[34] /);
        await page.getByRole('button', { name: 'End it now' }).first().click();
        await desk.getByText(/^You are in “Toko Rani”/).waitFor({ state: 'detached' });
        await page.getByText(/requests of theirs are in the log/).waitFor();
        await page.getByRole('link', { name: 'What they read and did' }).click();
        await page.getByText('Support access: read').first().waitFor();
        await helped.inspect('audit-of-support');
      });
    });
  });

  it('reads who did what, narrows it by the address, verifies it and takes it along', async () => {
    await stage.comeAnew(
      async (visitor) => {
        const { page } = visitor;
        await comeInByCode(page, 4);
        await page.goto('/w/kopi-merdeka/settings/audit?what=support_access');
        const rows = page.getByRole('table', { name: 'Entries of the audit log' }).getByRole('row');
        await page.getByText('Support access: granted').waitFor();
        // Its head, letting in, and the end.
        expect(await rows.count()).toBe(3);
        await visitor.inspect('audit-log-narrowed');
        await page.getByText('Support access: granted').click();
        await page.getByRole('dialog', { name: 'Support access: granted' }).getByText('What changed').waitFor();
        await visitor.inspect('audit-entry');
        await page.keyboard.press('Escape');
        await page.getByRole('button', { name: 'Verify now' }).click();
        await page.getByText(/^Everything fits/).waitFor();
        const [file] = await Promise.all([
          page.waitForEvent('download'),
          page
            .getByRole('button', { name: 'Export' })
            .click()
            .then(() => page.getByRole('menuitem', { name: 'JSON Lines, for a program' }).click()),
        ]);
        const lines = (await readFile(await file.path(), 'utf8')).trimEnd().split('\n');
        expect(lines.map((line) => (JSON.parse(line) as { action: string }).action)).toEqual([
          'support_access.ended',
          'support_access.granted',
        ]);
        await page.getByRole('button', { name: 'Show all' }).first().click();
        await page.getByText('Workspace: created').waitFor();
        await visitor.inspect('audit-log');
      },
      { screen: 'phone', colorScheme: 'dark' },
    );
  });
});

/** Signs in with the password and one of the recovery codes, each of which works once. */
async function comeInByCode(page: Page, index: number): Promise<void> {
  await giveCredentials(page, stage.home.quickstart.login);
  await page.getByRole('button', { name: 'Use a recovery code' }).click();
  await page.getByLabel('Recovery code').fill(recoveryCodes[index] ?? '');
  await page.getByRole('region', { name: 'Second step' }).getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('navigation', { name: 'Main' }).waitFor();
}

/** An authenticator in the browser that always says yes, as a fingerprint would. */
async function giveAuthenticator({ context, page }: Visitor): Promise<void> {
  const session = await context.newCDPSession(page);
  await session.send('WebAuthn.enable');
  await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
}

async function giveCredentials(page: Page, login: { email: string; password: string }, base = ''): Promise<void> {
  await page.goto(`${base}/sign-in`);
  await page.getByLabel('E-mail').fill(login.email);
  await page.getByLabel('Password', { exact: true }).fill(login.password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

async function signOut(page: Page, base: string): Promise<void> {
  await page.goto(`${base}/`);
  await page.getByRole('button', { name: /^You: / }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await page.getByRole('button', { name: 'Sign in', exact: true }).waitFor();
}

/** The code of this half minute for a seed in base32, worked out anew from RFC 6238 and not with the server's library. */
function codeNow(key: string): string {
  const bits = [...key].map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const seed = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)));
  const mac = createHmac('sha1', seed).update(step).digest();
  const at = (mac.at(-1) ?? 0) & 15;
  return String((mac.readUInt32BE(at) & 0x7fff_ffff) % 1_000_000).padStart(6, '0');
}
