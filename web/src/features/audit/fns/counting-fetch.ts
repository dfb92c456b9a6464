/** `fetch` that tells how many lines of a file have come, while they come. */
export function countingFetch(onLines: (count: number) => void): typeof fetch {
  return async (input, init) => {
    const response = await fetch(input, init);
    if (!response.ok || response.body === null) return response;
    let count = 0;
    const counter = new TransformStream<Uint8Array, Uint8Array>({
      transform: (bytes, controller) => {
        for (const byte of bytes) if (byte === 10) count += 1;
        onLines(count);
        controller.enqueue(bytes);
      },
    });
    return new Response(response.body.pipeThrough(counter), { status: response.status, headers: response.headers });
  };
}
