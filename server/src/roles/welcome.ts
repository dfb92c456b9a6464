import type { Quickstart } from './quickstart.ts';

/** The text a newcomer sees in the terminal when everything runs. Holds the login and the API key of this machine. */
export function welcomeText(quickstart: Quickstart): string {
  const { dashboardUrl, apiUrl, emulatorUrl, login, apiKey, numberId, customerPhone } = quickstart;
  const message = JSON.stringify({
    number_id: numberId,
    to: customerPhone,
    type: 'template',
    template: { name: 'hello_world', language: { code: 'en_US' } },
  });
  return [
    '',
    '  Kabar is running.',
    '',
    `  Dashboard         ${dashboardUrl}`,
    `  Login             ${login.email}   ${login.password}`,
    `  Simulated phones  ${emulatorUrl}/phone`,
    `  API key           ${apiKey}`,
    '',
    '  Send your first message, and watch it arrive on the phone of Sari:',
    '',
    `  curl ${apiUrl}/v1/messages \\`,
    `    -H 'Authorization: Bearer ${apiKey}' \\`,
    `    -H 'Content-Type: application/json' \\`,
    `    -d '${message}'`,
    '',
    '  Stop with Ctrl-C. Everything is kept in the home folder; see docs/ for the next steps.',
    '',
    '',
  ].join('\n');
}
