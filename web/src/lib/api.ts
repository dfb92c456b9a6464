import { createKabar, type Kabar } from '@kabar/sdk';
import { confirmingFetch } from './confirming-fetch.ts';

/** The client for what belongs to the person: signing in, who they are, new workspaces. */
export const accountApi: Kabar = createKabar({ credentials: 'same-origin', fetch: confirmingFetch });

const clients = new Map<string, Kabar>();

/** The client that works in one workspace; always the same object for the same workspace. */
export function workspaceApi(workspaceId: string): Kabar {
  const known = clients.get(workspaceId);
  if (known) return known;
  const made = createKabar({ credentials: 'same-origin', workspaceId, fetch: confirmingFetch });
  clients.set(workspaceId, made);
  return made;
}
