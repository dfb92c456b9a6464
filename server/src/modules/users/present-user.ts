import { ID_PREFIXES, type User } from '@kabar/contract';
import { toPublicId } from '#platform/ids';
import type { UserRow } from './users.sql.ts';

/** Public id of a person. */
export function publicUserId(id: string): User['id'] {
  return toPublicId(ID_PREFIXES.user, id) as User['id']; // toPublicId joins exactly this prefix and 26 characters
}

/** A person as the API shows them to themselves. */
export function presentUser(row: UserRow): User {
  return {
    id: publicUserId(row.id),
    name: row.name,
    email: row.email,
    email_verified: row.email_verified,
    language: row.language === 'id' ? 'id' : 'en',
  };
}
