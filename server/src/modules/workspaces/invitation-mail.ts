import { ROLES, type Role, type RoleRef } from '@kabar/contract';
import type { PersonMail } from '#modules/users';

/** The built-in roles in Indonesian. */
export const rolesInIndonesian: Record<Role, string> = { owner: 'pemilik', admin: 'admin', manager: 'manajer', agent: 'agen' };

/** The mail that invites somebody; in the language of who invites, because nothing else is known. */
export function invitationMail(input: {
  to: string;
  workspaceName: string;
  inviterName: string;
  role: RoleRef;
  /** Name of a role of the workspace. */
  roleName: string | null;
  language: string;
  publicUrl: string;
  token: string;
}): PersonMail {
  const { to, workspaceName, inviterName } = input;
  const builtIn = ROLES.find((known) => known === input.role);
  const role = (language: 'en' | 'id'): string =>
    builtIn === undefined ? `"${input.roleName ?? ''}"` : language === 'id' ? rolesInIndonesian[builtIn] : builtIn;
  // Behind `#`: browsers send that part to nobody.
  const link = `${input.publicUrl}/accept-invitation#token=${input.token}`;
  if (input.language === 'id') {
    return {
      to,
      subject: `Undangan ke ${workspaceName} di Kabar`,
      text: [
        `${inviterName} mengundang Anda ke "${workspaceName}" di Kabar sebagai ${role('id')}.`,
        'Buka tautan ini untuk bergabung. Tautan berlaku 7 hari.',
        link,
        'Jika Anda tidak mengenal pengirimnya, abaikan email ini.',
      ].join('\n\n'),
    };
  }
  return {
    to,
    subject: `Invitation to ${workspaceName} on Kabar`,
    text: [
      `${inviterName} invites you to "${workspaceName}" on Kabar as ${role('en')}.`,
      'Open this link to join. It works for 7 days.',
      link,
      'If you do not know the sender, ignore this mail.',
    ].join('\n\n'),
  };
}
