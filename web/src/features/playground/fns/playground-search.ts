/** What the playground sends. Lives in the address of the page. */
export interface PlaygroundSearch {
  kind?: 'template';
  number?: string;
  /** The message that was sent last. */
  message?: string;
}

/** Reads an address; what it does not know it leaves out. */
export function playgroundSearch(search: Record<string, unknown>): PlaygroundSearch {
  const { kind, number, message } = search;
  return {
    ...(kind === 'template' ? { kind } : {}),
    ...(typeof number === 'string' && number.startsWith('num_') ? { number } : {}),
    ...(typeof message === 'string' && message.startsWith('msg_') ? { message } : {}),
  };
}
