/** Lets a server of Node open only lines that may be, and answer nothing that comes on one which has ended. */
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { LineGuard } from '../limits/line-guard.ts';

/** Puts the guard before the listeners of a server, which has one of each kind by now. */
export function guardServer(server: Server, guard: LineGuard): void {
  const accept = taken(server, 'connection');
  server.on('connection', (socket: Socket) => {
    const address = socket.remoteAddress ?? '';
    if (!guard.admits(address)) {
      socket.destroy();
      return;
    }
    socket.once('close', () => guard.left(address));
    accept(socket);
  });
  const serve = taken(server, 'request');
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    // Requests that were sent with one which ended the line have come with it.
    if (!guard.hasEnded(request.socket)) serve(request, response);
  });
}

/** The listener that a server has for an event, which it then has no more. */
function taken(server: Server, event: string): (...values: unknown[]) => void {
  const [listener] = server.listeners(event);
  server.removeAllListeners(event);
  return (...values) => {
    if (listener !== undefined) Reflect.apply(listener, server, values);
  };
}
