/** Whether two values of JSON say the same, whatever the order of their keys. A key without a value counts as absent. */
export function sameValue(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  const [ones, others] = [new Map(Object.entries(one)), new Map(Object.entries(other))];
  return [...new Set([...ones.keys(), ...others.keys()])].every((key) => sameValue(ones.get(key), others.get(key)));
}
