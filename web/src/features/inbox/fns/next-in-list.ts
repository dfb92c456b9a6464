/**
 * The conversation below the given one in the list on screen, else the one above; null when the list is not shown or has no other. Reads
 * the page, because only what is drawn says what "next" means to the reader.
 */
export function nextInList(conversationId: string): string | null {
  const rows = [...document.querySelectorAll<HTMLElement>('[data-conversation]')].map((row) => row.dataset['conversation'] ?? '');
  const at = rows.indexOf(conversationId);
  return (at === -1 ? rows[0] : (rows[at + 1] ?? rows[at - 1])) ?? null;
}
