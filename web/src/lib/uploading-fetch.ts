/**
 * `fetch` for one upload that tells how far it has come; browsers tell that for XMLHttpRequest only. Rejects like fetch:
 * TypeError when there is no connection, the signal's reason when it is aborted.
 */
export function uploadingFetch(onProgress: (share: number) => void): typeof fetch {
  return (input, init = {}) =>
    new Promise<Response>((resolve, reject) => {
      const request = new XMLHttpRequest();
      request.open(init.method ?? 'GET', input instanceof Request ? input.url : String(input));
      request.responseType = 'blob';
      request.withCredentials = init.credentials === 'include';
      for (const [name, value] of new Headers(init.headers)) request.setRequestHeader(name, value);
      request.upload.addEventListener('progress', (event) => {
        if (event.lengthComputable) onProgress(event.loaded / event.total);
      });
      request.addEventListener('load', () => {
        const headers = new Headers();
        for (const line of request.getAllResponseHeaders().trim().split(/\r\n/)) {
          const colon = line.indexOf(':');
          if (colon > 0) headers.append(line.slice(0, colon).trim(), line.slice(colon + 1).trim());
        }
        const body: Blob | null = [204, 304].includes(request.status) ? null : (request.response as Blob); // responseType is blob
        resolve(new Response(body, { status: request.status, statusText: request.statusText, headers }));
      });
      request.addEventListener('error', () => reject(new TypeError('The upload did not reach the server')));
      const signal = init.signal;
      const reason = (): Error => (signal?.reason instanceof Error ? signal.reason : new DOMException('Aborted', 'AbortError'));
      request.addEventListener('abort', () => reject(reason()));
      if (signal?.aborted) {
        reject(reason());
        return;
      }
      signal?.addEventListener('abort', () => request.abort(), { once: true });
      // The SDK gives FormData or text; both are what XMLHttpRequest takes.
      request.send(init.body as XMLHttpRequestBodyInit | null);
    });
}
