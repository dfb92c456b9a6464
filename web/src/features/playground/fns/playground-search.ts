import { OBJECT_KINDS, type PlaygroundKind } from './playground-kinds.ts';

/** What the playground sends. Lives in the address of the page. */
export interface PlaygroundSearch {
  /** Left out: text. */
  kind?: Exclude<PlaygroundKind, 'text'>;
  number?: string;
  /** Language of the request that is shown; else curl. */
  code?: 'typescript';
  /** The message that was sent last. */
  message?: string;
}

/** Reads an address; what it does not know it leaves out. */
export function playgroundSearch(search: Record<string, unknown>): PlaygroundSearch {
  const { number, code, message } = search;
  const kind = (['template', ...OBJECT_KINDS] as const).find((one) => one === search['kind']);
  return {
    ...(kind === undefined ? {} : { kind }),
    ...(code === 'typescript' ? { code } : {}),
    ...(typeof number === 'string' && number.startsWith('num_') ? { number } : {}),
    ...(typeof message === 'string' && message.startsWith('msg_') ? { message } : {}),
  };
}
