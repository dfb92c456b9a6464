import { expect, it } from 'vitest';
import { barriers } from '../browser/barriers.ts';
import { furnish } from '../browser/furnish.ts';
import { openConversation, openPhone } from '../browser/people.ts';
import type { VisitorOptions } from '../browser/visitor.ts';

const stage = furnish();

const pages = [
  ['first-steps', '/w/kopi-merdeka/first-steps'],
  ['numbers', '/w/kopi-merdeka/numbers'],
  ['connect-a-number', '/w/kopi-merdeka/numbers?connect=true'],
  ['contacts', '/w/kopi-merdeka/contacts'],
  ['new-contact', '/w/kopi-merdeka/contacts?new=true'],
  ['templates', '/w/kopi-merdeka/templates'],
  ['new-template', '/w/kopi-merdeka/templates?new=true'],
  ['api-keys', '/w/kopi-merdeka/developers/api-keys'],
  ['create-a-key', '/w/kopi-merdeka/developers/api-keys?create=true'],
  ['members', '/w/kopi-merdeka/settings/members'],
  ['settings', '/w/kopi-merdeka/settings/workspace'],
  ['settings-teams', '/w/kopi-merdeka/settings/teams'],
  ['settings-working-hours', '/w/kopi-merdeka/settings/working-hours'],
  ['settings-automatic-replies', '/w/kopi-merdeka/settings/automatic-replies'],
  ['settings-assignment', '/w/kopi-merdeka/settings/assignment'],
  ['settings-targets', '/w/kopi-merdeka/settings/targets'],
  ['settings-satisfaction', '/w/kopi-merdeka/settings/satisfaction'],
  ['settings-saved-replies', '/w/kopi-merdeka/settings/saved-replies'],
  ['settings-tags', '/w/kopi-merdeka/settings/tags'],
  ['settings-attributes', '/w/kopi-merdeka/settings/attributes'],
  ['settings-stages', '/w/kopi-merdeka/settings/stages'],
  ['settings-notifications', '/w/kopi-merdeka/settings/notifications'],
  ['new-team', '/w/kopi-merdeka/settings/teams?edit=new'],
  ['new-saved-reply', '/w/kopi-merdeka/settings/saved-replies?edit=new'],
  ['new-attribute', '/w/kopi-merdeka/settings/attributes?edit=new'],
  ['reports', '/w/kopi-merdeka/reports'],
  ['consent-rule', '/w/kopi-merdeka/settings/consent'],
  ['consent-words', '/w/kopi-merdeka/settings/consent?tab=words'],
  ['consent-confirmations', '/w/kopi-merdeka/settings/consent?tab=confirmations'],
  ['consent-wordings', '/w/kopi-merdeka/settings/consent?tab=wordings'],
  ['suppressions', '/w/kopi-merdeka/settings/consent?tab=suppressions'],
  ['data-map', '/w/kopi-merdeka/privacy/data'],
  ['record-of-processing', '/w/kopi-merdeka/privacy/data?tab=record'],
  ['automatic-reading', '/w/kopi-merdeka/privacy/readings'],
] as const;

// Axe looks along the diagonal: both sizes and both themes, each once.
const ways: [string, Required<Pick<VisitorOptions, 'screen' | 'colorScheme'>>, 'inspect' | 'photograph'][] = [
  ['desk-light', { screen: 'desk', colorScheme: 'light' }, 'inspect'],
  ['desk-dark', { screen: 'desk', colorScheme: 'dark' }, 'photograph'],
  ['phone-light', { screen: 'phone', colorScheme: 'light' }, 'photograph'],
  ['phone-dark', { screen: 'phone', colorScheme: 'dark' }, 'inspect'],
];

// The other two ways are for people who look at the pictures.
const shown = process.env['CI'] === undefined ? ways : ways.filter(([, , look]) => look === 'inspect');

it.concurrent.each(shown)(
  'every main screen can be used by everybody and is photographed: %s',
  async (way, options, look) => {
    const { emulatorUrl, numberId, phoneNumberId } = stage.home.quickstart;
    const template = (await stage.home.client.templates.list({ number_id: numberId, limit: 1 })).data[0];
    await stage.comeAnew(async (visitor) => {
      await visitor.page.goto('/sign-in');
      await visitor.page.getByRole('button', { name: 'Sign in', exact: true }).waitFor();
      await visitor[look](`sign-in-${way}`);
    }, options);
    await stage.comeAsOwner(async (visitor) => {
      const { page } = visitor;
      await page.getByRole('link', { name: 'Sari Wulandari' }).waitFor();
      await visitor[look](`inbox-${way}`);
      await openConversation(page, 'Budi Santoso');
      await visitor[look](`thread-${way}`);
      const contact = (await stage.home.client.contacts.list({ limit: 1 })).data[0];
      const contactPage = `/w/kopi-merdeka/contacts/${contact?.id ?? ''}`;
      const all = [
        ...pages,
        ['contact', contactPage] as const,
        ['contact-consent', `${contactPage}?tab=consent`] as const,
        ['template', `/w/kopi-merdeka/templates/${template?.id ?? ''}`] as const,
      ];
      for (const [name, address] of all) {
        await page.goto(address);
        await page.locator('h1').first().waitFor({ state: 'attached' });
        // Skeletons give way to what was asked for.
        await page.locator('.appear-late').first().waitFor({ state: 'detached' });
        await visitor[look](`${name}-${way}`);
        // Nothing may stick out at the side; a phone then scrolls in two directions.
        const overhang = await page
          .locator('html')
          .evaluate((root: { scrollWidth: number; clientWidth: number }) => root.scrollWidth - root.clientWidth);
        expect(overhang, `${name} is too wide`).toBe(0);
      }
      await openPhone(page, emulatorUrl, 'sari', phoneNumberId);
      await visitor[look](`simulated-phone-${way}`);
      for (const name of ['mailbox', 'controls']) {
        await page.goto(`${emulatorUrl}/${name}`);
        await page.getByRole('heading').first().waitFor();
        await visitor[look](`${name}-${way}`);
      }
    }, options);
    // One page after the other, each judged by axe: minutes where the machine is busy.
  },
  600_000,
);

it.each([
  ['of one frame', '<button></button>'],
  ['with a frame in it', '<h1>Mail</h1><iframe title="Mail" srcdoc="<button></button>"></iframe>'],
])('a barrier is seen on a page %s', async (_name, content) => {
  await stage.comeAnew(async ({ page }) => {
    await page.setContent(content);
    expect(await barriers(page, 'page')).toContainEqual(expect.stringContaining('axe on page: button-name'));
  });
});
