/**
 * Gives of each row of a list only the members that the query's `fields` names, with `id` in any case, for lists whose rows are heavy. An
 * answer that is no list, and a request without `fields`, stay as they are. The names were checked by the query's schema.
 */
export function selectFields(query: unknown, answer: unknown): unknown {
  if (typeof query !== 'object' || query === null || !('fields' in query) || typeof query.fields !== 'string') return answer;
  if (typeof answer !== 'object' || answer === null || !('data' in answer) || !Array.isArray(answer.data)) return answer;
  const wanted = ['id', ...query.fields.split(',')];
  return { ...answer, data: answer.data.map((row: unknown) => pick(row, wanted)) };
}

function pick(row: unknown, wanted: readonly string[]): unknown {
  if (typeof row !== 'object' || row === null) return row;
  return Object.fromEntries(Object.entries(row).filter(([name]) => wanted.includes(name)));
}
