/**
 * First part of the key of everything that belongs to a workspace. Features build theirs on it:
 * `[...workspaceKey(id), "numbers", …]`; invalidating it alone loads the whole workspace again.
 */
export function workspaceKey(workspaceId: string): readonly ['workspace', string] {
  return ['workspace', workspaceId];
}
