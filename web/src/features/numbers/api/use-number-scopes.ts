import { useFormat } from '#lib/use-format.ts';
import { useNumbers } from './queries.ts';

/** Every number that can have settings of its own, by name, and whether it has: `own` holds the ids of those that do. */
export function useNumberScopes(own: readonly string[]): { id: string; name: string; hasOwn: boolean }[] {
  const format = useFormat();
  const { data: numbers = [] } = useNumbers();
  return numbers.map(({ id, verified_name: name, display_phone_number: shown }) => {
    const phone = format.phone(shown);
    return { id, name: name === null ? phone : `${name} · ${phone}`, hasOwn: own.includes(id) };
  });
}
