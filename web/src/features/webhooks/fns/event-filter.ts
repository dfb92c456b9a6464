import { WEBHOOK_EVENTS, WEBHOOK_TEST_TYPE, webhookTypesOf, type Permission, type WebhookEventType } from '@kabar/contract';

/** The types of one family that can be chosen. */
export interface EventFamily {
  family: string;
  types: WebhookEventType[];
}

/** What can be told of in a format to somebody with these permissions, by family; the test event goes to everybody and is not chosen. */
export function eventFamilies(format: 'kabar' | 'meta', permissions: ReadonlySet<Permission>): EventFamily[] {
  const families = new Map<string, WebhookEventType[]>();
  for (const type of webhookTypesOf(['*'])) {
    const entry = WEBHOOK_EVENTS[type];
    if (type === WEBHOOK_TEST_TYPE || !permissions.has(entry.permission) || (format === 'meta' && !entry.meta)) continue;
    const family = type.slice(0, type.indexOf('.'));
    families.set(family, [...(families.get(family) ?? []), type]);
  }
  return [...families].map(([family, types]) => ({ family, types }));
}

/** Whether somebody may be told of everything: an endpoint gets nothing that its maker may not see. */
export function maySeeAll(permissions: ReadonlySet<Permission>): boolean {
  return Object.values(WEBHOOK_EVENTS).every(({ permission }) => permissions.has(permission));
}

/** Whether a filter lets a type through. */
export function hasType(filter: readonly string[], type: string): boolean {
  return filter.includes('*') || filter.includes(type) || filter.includes(`${type.slice(0, type.indexOf('.'))}.*`);
}

/** The filter with one type chosen or taken away. A family or everything is taken apart where only a part of it stays. */
export function withType(filter: readonly string[], type: WebhookEventType, on: boolean, families: readonly EventFamily[]): string[] {
  if (on) return hasType(filter, type) ? [...filter] : [...filter, type];
  const apart = filter.flatMap((part) => {
    if (part === '*') return families.map(({ family }) => `${family}.*`);
    return [part];
  });
  return apart
    .flatMap((part) => {
      const family = families.find((candidate) => part === `${candidate.family}.*`);
      return family?.types.includes(type) ? family.types : [part];
    })
    .filter((part) => part !== type);
}

/** The filter with a whole family, and what will be added to it, chosen or taken away. */
export function withFamily(filter: readonly string[], family: EventFamily, on: boolean, families: readonly EventFamily[]): string[] {
  const apart = filter.includes('*') ? families.map((one) => `${one.family}.*`) : filter;
  const rest = apart.filter((part) => part !== `${family.family}.*` && !family.types.some((type) => type === part));
  return on ? [...rest, `${family.family}.*`] : rest;
}
