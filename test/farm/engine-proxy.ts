import { once } from 'node:events';
import { createConnection, createServer, type Socket } from 'node:net';
import { join } from 'node:path';

/** A way to the real engine that a test can break. */
export type EngineProxy = {
  /** As DOCKER_HOST. */
  readonly host: string;
  /** The engine is gone: cuts what is open, and whatever is tried from now on. */
  readonly breakOff: () => void;
  readonly mend: () => void;
  /** How many connections were turned away. */
  readonly turnedAway: () => number;
} & AsyncDisposable;

export async function openEngineProxy(folder: string): Promise<EngineProxy> {
  const path = join(folder, 'engine.sock');
  const open = new Set<Socket>();
  let isBroken = false;
  let turnedAway = 0;
  const keep = (socket: Socket): void => {
    open.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => open.delete(socket));
  };
  // Half-open, because the end of a sandbox's standard input must not be the end of its output.
  const server = createServer({ allowHalfOpen: true }, (client) => {
    keep(client);
    if (isBroken) {
      turnedAway += 1;
      client.destroy();
      return;
    }
    const engine = createConnection({ path: '/var/run/docker.sock', allowHalfOpen: true });
    keep(engine);
    client.pipe(engine).pipe(client);
    client.on('close', () => engine.destroy());
    engine.on('close', () => client.destroy());
  });
  server.listen(path);
  await once(server, 'listening');
  const cutAll = (): void => {
    for (const socket of open) socket.destroy();
  };
  return {
    host: `unix://${path}`,
    breakOff: () => {
      isBroken = true;
      cutAll();
    },
    mend: () => {
      isBroken = false;
    },
    turnedAway: () => turnedAway,
    [Symbol.asyncDispose]: async () => {
      server.close();
      cutAll();
      await once(server, 'close');
    },
  };
}
