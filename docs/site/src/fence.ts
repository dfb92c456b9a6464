/** What stands behind the opening of a code block: its language, and marks such as `not-run="needs a real Meta account"`. */
export type Fence = { language: string; marks: Readonly<Record<string, string>> };

/**
 * Reads the info string of a fenced code block. Marks are `name` or `name="value"`; code hosts ignore all of it but the
 * language, so a page looks the same there.
 */
export function readFence(info: string): Fence {
  const [, language = '', rest = ''] = /^\s*(\S*)\s*(.*)$/s.exec(info) ?? [];
  const marks: Record<string, string> = {};
  for (const match of rest.matchAll(/([a-z][\w-]*)(?:=(?:"([^"]*)"|(\S+)))?/g)) marks[match[1] ?? ''] = match[2] ?? match[3] ?? '';
  return { language, marks };
}
