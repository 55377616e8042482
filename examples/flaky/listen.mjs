import { createServer } from 'node:http';

/** A web server on a free port of this machine, and no other can reach it. */
export async function listen(answer) {
  const server = createServer(answer);
  await new Promise((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}/`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
