import { compareSchemas, type Comparison, type Difference, type Direction } from './compare-schemas.ts';
import { refName, type Answer, type OpenApiDocument, type Operation, type Parameter } from './openapi-document.ts';

/** A change of the API. `sentence` names the place and says in words what is different; the changelog declares a breaking change by it. */
export type ContractChange = { isBreaking: boolean; sentence: string };

/**
 * Everything that is different for programs between two OpenAPI documents: operations, parameters, bodies, answers, error codes and events of webhooks. Schemas
 * with a name are compared once, however often they are used. Words for people do not count. In the order of the documents, breaking changes first.
 */
export function compareContracts(before: OpenApiDocument, after: OpenApiDocument): ContractChange[] {
  const changes = new Map<string, ContractChange>();
  const tell = (place: string, differences: readonly Difference[]): void => {
    for (const { isBreaking, words } of differences) {
      const sentence = `${place}: ${words}.`;
      if (changes.get(sentence)?.isBreaking !== true) changes.set(sentence, { isBreaking, sentence });
    }
  };
  const met = new Map<string, { name: string; direction: Direction }>();
  const open: { name: string; direction: Direction }[] = [];
  const comparison: Comparison = {
    before,
    after,
    meet: (name, direction) => {
      const key = `${direction} ${name}`;
      if (met.has(key)) return;
      met.set(key, { name, direction });
      open.push({ name, direction });
    },
  };

  for (const [place, old, now] of pairs(operationsOf(before), operationsOf(after)))
    tell(`\`${place}\``, compareOperations(old, now, comparison));
  for (const [type, old, now] of pairs(eventsOf(before), eventsOf(after))) tell(`Event \`${type}\``, compareEvents(old, now, comparison));
  tell('Errors', compareCodes(before, after));
  comparison.meet('Error', 'read');
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { name, direction } = next;
    const differences = compareSchemas(
      before.components.schemas[name] ?? {},
      after.components.schemas[name] ?? {},
      direction,
      '',
      comparison,
    );
    tell(`\`${name}\` ${direction === 'write' ? 'in requests' : 'in answers'}`, differences);
  }
  return [...changes.values()].toSorted((a, b) => Number(b.isBreaking) - Number(a.isBreaking));
}

const breaking = (words: string): Difference => ({ isBreaking: true, words });
const harmless = (words: string): Difference => ({ isBreaking: false, words });

function operationsOf(document: OpenApiDocument): Map<string, Operation> {
  return new Map(
    Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]): [string, Operation] => [`${method.toUpperCase()} ${path}`, operation]),
    ),
  );
}

function eventsOf(document: OpenApiDocument): Map<string, Operation> {
  return new Map(Object.entries(document.webhooks ?? {}).map(([type, { post }]) => [type, post]));
}

/** What stands in either map, in the order of the first. */
function pairs<Value>(
  before: ReadonlyMap<string, Value>,
  after: ReadonlyMap<string, Value>,
): [string, Value | undefined, Value | undefined][] {
  return [...new Set([...before.keys(), ...after.keys()])].map((key) => [key, before.get(key), after.get(key)]);
}

function compareOperations(old: Operation | undefined, now: Operation | undefined, comparison: Comparison): Difference[] {
  if (old === undefined) return [harmless('is new')];
  if (now === undefined) return [breaking('is gone')];
  return [
    ...(old.operationId === now.operationId
      ? []
      : [breaking(`is called \`${now.operationId ?? ''}\` instead of \`${old.operationId ?? ''}\``)]),
    ...compareAccess(old, now),
    ...compareParameters(old, now, comparison),
    ...compareBodies(old, now, comparison),
    ...compareAnswers(old, now, comparison),
  ];
}

/** Who may call: the ways of proving it, each with what it needs. */
function compareAccess(old: Operation, now: Operation): Difference[] {
  const scheme = ([name, needed]: [string, readonly string[]]): string => (needed.length === 0 ? name : `${name} (${needed.join(', ')})`);
  const waysOf = ({ security }: Operation): string[] => (security ?? []).map((way) => Object.entries(way).map(scheme).join(' and '));
  const [before, after] = [waysOf(old), waysOf(now)];
  if (before.length === 0) return after.length === 0 ? [] : [breaking('anybody could call it, now one must prove who one is')];
  if (after.length === 0) return [harmless('anybody may call it')];
  return [
    ...before.filter((way) => !after.includes(way)).map((way) => breaking(`may no longer be called with ${way}`)),
    ...after.filter((way) => !before.includes(way)).map((way) => harmless(`may be called with ${way}`)),
  ];
}

function parametersOf({ parameters }: Operation, document: OpenApiDocument): Map<string, Parameter> {
  const all = (parameters ?? []).map((one) => (one.$ref === undefined ? one : (document.components.parameters[refName(one.$ref)] ?? one)));
  return new Map(all.map((one) => [`${one.in ?? ''} ${one.name ?? ''}`, one]));
}

function compareParameters(old: Operation, now: Operation, comparison: Comparison): Difference[] {
  const both = pairs(parametersOf(old, comparison.before), parametersOf(now, comparison.after));
  return both.flatMap(([key, before, after]) => {
    const [where = '', name = ''] = key.split(' ');
    const at = `${where}.${name}`;
    if (before === undefined)
      return [
        after?.required === true ? breaking(`the parameter \`${at}\` is new and required`) : harmless(`the parameter \`${at}\` is new`),
      ];
    if (after === undefined) return [breaking(`the parameter \`${at}\` is gone`)];
    const isNeeded = before.required !== true && after.required === true;
    return [
      ...(isNeeded ? [breaking(`the parameter \`${at}\` is now required`)] : []),
      ...compareSchemas(before.schema ?? {}, after.schema ?? {}, 'write', at, comparison),
    ];
  });
}

function compareBodies(old: Operation, now: Operation, comparison: Comparison): Difference[] {
  const [before, after] = [old.requestBody, now.requestBody];
  if (before === undefined && after === undefined) return [];
  if (after === undefined) return [breaking('takes no body any more')];
  if (before === undefined) return [after.required === true ? breaking('needs a body') : harmless('takes a body')];
  const isNeeded = before.required !== true && after.required === true;
  return [
    ...(isNeeded ? [breaking('needs a body')] : []),
    ...compareContent('the body', before.content, after.content, 'write', 'body', comparison),
  ];
}

type Content = NonNullable<Answer['content']>;

function compareContent(
  what: string,
  before: Content,
  after: Content,
  direction: Direction,
  at: string,
  comparison: Comparison,
): Difference[] {
  return pairs(new Map(Object.entries(before)), new Map(Object.entries(after))).flatMap(([type, old, now]) => {
    if (now === undefined) return [breaking(`${what} is no longer \`${type}\``)];
    if (old === undefined) return [harmless(`${what} may be \`${type}\``)];
    return compareSchemas(old.schema ?? {}, now.schema ?? {}, direction, at, comparison);
  });
}

/** Answers of success. Refusals are the same for all operations and are compared as codes. */
function compareAnswers(old: Operation, now: Operation, comparison: Comparison): Difference[] {
  const isSuccess = ([status]: [string, Answer]): boolean => /^[23]/.test(status);
  const successes = ({ responses }: Operation): Map<string, Answer> => new Map(Object.entries(responses).filter(isSuccess));
  return pairs(successes(old), successes(now)).flatMap(([status, before, after]) => {
    if (after === undefined) return [breaking(`no longer answers ${status}`)];
    if (before === undefined) return [breaking(`may now answer ${status}`)];
    const headers = Object.keys(before.headers ?? {}).filter((name) => !(name in (after.headers ?? {})));
    return [
      ...headers.map((name) => breaking(`the answer ${status} has no header \`${name}\` any more`)),
      ...(before.content === undefined && after.content !== undefined ? [harmless(`the answer ${status} has a body`)] : []),
      ...(before.content === undefined
        ? []
        : compareContent(`the answer ${status}`, before.content, after.content ?? {}, 'read', `answer ${status}`, comparison)),
    ];
  });
}

function compareEvents(old: Operation | undefined, now: Operation | undefined, comparison: Comparison): Difference[] {
  if (old === undefined) return [harmless('is new')];
  if (now === undefined) return [breaking('is gone')];
  return compareContent('the body', old.requestBody?.content ?? {}, now.requestBody?.content ?? {}, 'read', '', comparison);
}

/** Codes of the error catalogue with the status each comes with. */
function compareCodes(before: OpenApiDocument, after: OpenApiDocument): Difference[] {
  const statusesOf = ({ components }: OpenApiDocument): Map<string, string> =>
    new Map(
      Object.entries(components.responses).flatMap(([name, { 'x-codes': codes }]) =>
        (codes ?? []).map((code): [string, string] => [code, name.replace('Refused', '')]),
      ),
    );
  return pairs(statusesOf(before), statusesOf(after)).flatMap(([code, old, now]) => {
    if (old === now) return [];
    if (old === undefined) return [harmless(`\`${code}\` is new, with ${now ?? ''}`)];
    return [breaking(now === undefined ? `\`${code}\` is gone` : `\`${code}\` comes with ${now} instead of ${old}`)];
  });
}
