import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';

/** A mail server for tests that takes every mail, or answers as it is told. */
export type SmtpTestServer = {
  url: string;
  /** What arrived, as it came over the wire. */
  readonly mails: string[];
  /** The answer to a command (`RCPT`, `DATA`, `end` for the dot) from now on; null for the good one. */
  answer(command: string, line: string | null): void;
  close(): Promise<void>;
};

/** Starts one on a free port, or on the given one. */
export async function startSmtpTestServer(port = 0): Promise<SmtpTestServer> {
  const mails: string[] = [];
  const answers = new Map<string, string>();
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
    let rest = '';
    let isData = false;
    const say = (command: string, good: string): void => void socket.write(`${answers.get(command) ?? good}\r\n`);
    say('connect', '220 test ESMTP');
    socket.on('data', (data: Buffer) => {
      rest += data.toString();
      for (;;) {
        const end = isData ? rest.indexOf('\r\n.\r\n') : rest.indexOf('\r\n');
        if (end < 0) return;
        const line = rest.slice(0, end);
        rest = rest.slice(end + (isData ? 5 : 2));
        if (isData) {
          isData = false;
          if (!answers.has('end')) mails.push(line);
          say('end', '250 taken');
          continue;
        }
        const command = (line.split(' ')[0] ?? '').toUpperCase();
        isData = command === 'DATA' && !answers.has('DATA');
        say(command, isData ? '354 go on' : command === 'QUIT' ? '221 bye' : '250 fine');
      }
    });
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address() as AddressInfo; // a TCP server has no other kind of address
  return {
    url: `smtp://127.0.0.1:${address.port}`,
    mails,
    answer: (command, line) => {
      if (line === null) answers.delete(command);
      else answers.set(command, line);
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
