import { connect } from 'node:net';

/** What came back on one connection, whole. */
export type RawAnswer = { text: string; statuses: number[] };

/**
 * Writes bytes to the server as they are, well-formed or not, and reads until it closes or falls silent: for what no HTTP
 * client would ever send.
 */
export function rawRequest(baseUrl: string, bytes: string | Buffer, silenceMs = 1_000): Promise<RawAnswer> {
  const { hostname, port } = new URL(baseUrl);
  return new Promise((resolve) => {
    let text = '';
    const socket = connect(Number(port), hostname, () => socket.write(bytes));
    const finish = (): void => {
      socket.destroy();
      resolve({ text, statuses: [...text.matchAll(/^HTTP\/1\.1 (\d{3})/gm)].map((match) => Number(match[1])) });
    };
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
      socket.setTimeout(silenceMs);
    });
    // A busy server may take a while for its first byte.
    socket.setTimeout(20_000, finish);
    socket.once('error', finish);
    socket.once('close', finish);
  });
}
