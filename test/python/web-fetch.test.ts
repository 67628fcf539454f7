import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { expect, test } from 'vitest';
import { webFetch } from '../../src/python/web-fetch.ts';

test('a server that hangs up before its answer was read does not end the process, and the answer is whole', async () => {
  const body = Buffer.alloc(64 * 1024, 'a');
  const server = createServer((socket) => {
    socket.once('data', () => {
      socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n`);
      socket.end(body);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const connected = once(server, 'connection') as Promise<[Socket]>;
  const response = await webFetch(`http://127.0.0.1:${port}/`);
  const [socket] = await connected;
  if (!socket.writableFinished) await once(socket, 'finish');
  // The end of the connection comes in, and nobody has read the answer.
  for (let turn = 0; turn < 50; turn++) await new Promise(setImmediate);
  expect((await response.arrayBuffer()).byteLength).toBe(body.length);
  server.close();
});
