import { createServer } from 'node:http';

/** A receiver of webhooks: reads the body and answers 200, or never where the path says so. Prints its port. */
const server = createServer((request, response) => {
  request.resume();
  request.on('end', () => {
    if (request.url !== '/never') response.writeHead(200).end();
  });
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.stdout.write(`${typeof address === 'object' && address !== null ? address.port : 0}\n`);
});
