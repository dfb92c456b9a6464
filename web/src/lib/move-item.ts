/** A list with one thing moved to another place. Places beyond the ends change nothing. */
export function moveItem<Item>(items: readonly Item[], from: number, to: number): Item[] {
  const moved = [...items];
  const item = moved[from];
  if (item === undefined || to < 0 || to >= items.length) return moved;
  moved.splice(from, 1);
  moved.splice(to, 0, item);
  return moved;
}
