/** What the playground sends. Lives in the address of the page. */
export interface PlaygroundSearch {
  kind?: 'template';
  number?: string;
  /** Language of the request that is shown; else curl. */
  code?: 'typescript';
  /** The message that was sent last. */
  message?: string;
}

/** Reads an address; what it does not know it leaves out. */
export function playgroundSearch(search: Record<string, unknown>): PlaygroundSearch {
  const { kind, number, code, message } = search;
  return {
    ...(kind === 'template' ? { kind } : {}),
    ...(code === 'typescript' ? { code } : {}),
    ...(typeof number === 'string' && number.startsWith('num_') ? { number } : {}),
    ...(typeof message === 'string' && message.startsWith('msg_') ? { message } : {}),
  };
}
