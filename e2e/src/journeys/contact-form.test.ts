import { describe, it } from 'vitest';
import { furnish } from '../browser/furnish.ts';

const stage = furnish();
const office = '/w/kopi-merdeka/privacy/contact-form';
const form = '/p/kopi-merdeka/contact';

describe('a visitor who writes in the contact form', () => {
  it('is answered, becomes a contact with what was written, or a request where they ask about their data', async () => {
    await stage.comeAsOwner(async (owner) => {
      const { page } = owner;
      await page.goto(office);
      await page.getByText('Nothing waits for an answer').waitFor();
      await page.getByRole('switch', { name: 'Show a contact form on the public page' }).click();
      await page.getByText('Address of the form').waitFor();
      await stage.comeAnew(
        async (visitor) => {
          await visitor.page.goto(form);
          await visitor.page.getByRole('heading', { name: 'Write to Kopi Merdeka' }).waitFor();
          await visitor.page.getByRole('button', { name: 'Send' }).click();
          await visitor.page.getByText('Give an e-mail or a phone number').waitFor();
          await visitor.page.getByLabel('Your name').fill('Wayan Sudarma');
          await visitor.page.getByLabel('Phone or WhatsApp').fill('+62 812-0000-4244');
          await visitor.page.getByLabel('What is it about?').fill('Do you roast for offices?');
          await visitor.inspect('contact-form-public');
          await visitor.page.getByRole('button', { name: 'Send' }).click();
          await visitor.page.getByText('Thank you, it has arrived').waitFor();
        },
        { screen: 'phone' },
      );
      await page.getByRole('heading', { name: 'Wayan Sudarma' }).waitFor();
      await owner.inspect('contact-form-office');
      await page.getByRole('button', { name: 'Make a contact' }).click();
      await page.getByText('Wayan Sudarma is a contact now').waitFor();
      await page.getByRole('tab', { name: 'Contacts now' }).click();
      await page.getByRole('link', { name: 'Open the contact' }).click();
      await page.getByText('Do you roast for offices?').first().waitFor();

      await stage.comeAnew(async (visitor) => {
        await visitor.page.goto(form);
        await visitor.page.getByLabel('Your name').fill('Rina Hartono');
        await visitor.page.getByLabel('Phone or WhatsApp').fill('+62 812-0000-4245');
        await visitor.page.getByLabel('What is it about?').fill('What do you hold about me?');
        await visitor.page.getByRole('button', { name: 'Send' }).click();
        await visitor.page.getByText('Thank you, it has arrived').waitFor();
      });
      await page.goto(office);
      await page.getByRole('button', { name: 'Asks about their data' }).click();
      await page.getByRole('dialog', { name: 'Record a request' }).getByRole('button', { name: 'Record it' }).click();
      await page.waitForURL(/privacy\/requests\//);
      await page.getByText('What do you hold about me?').first().waitFor();
    });
  });

  it('is told where there is no form', async () => {
    await stage.comeAnew(async (visitor) => {
      visitor.expectRefusal(/^404 GET \/v1\/public\/contact-form/);
      await visitor.page.goto('/p/nobody-here/contact');
      await visitor.page.getByText('There is no form at this address').waitFor();
    });
  });
});
