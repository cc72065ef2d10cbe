/** The WebSocket door, on the same port as HTTP. */
import type { Duplex } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Gateway } from '../gateway.ts';
import { StreamConnection } from './stream-connection.ts';

const STREAM_PATH = '/v1/stream';
const FRAME_BYTES_MAX = 65_536;
const NOT_FOUND = 'HTTP/1.1 404 Not Found\r\nconnection: close\r\ncontent-length: 0\r\n\r\n';
/** A line that has not answered since the last time is dead. */
const ALIVE_MILLIS = 30_000;

/** Opens the door on the server of an application that does not listen yet. */
export function openStreamDoor(app: FastifyInstance, gateway: Gateway): void {
  const server = new WebSocketServer({ noServer: true, maxPayload: FRAME_BYTES_MAX, perMessageDeflate: false });
  const alive = new WeakSet<WebSocket>();
  const looking = setInterval(() => {
    for (const line of server.clients) {
      if (!alive.delete(line)) line.terminate();
      else line.ping();
    }
  }, ALIVE_MILLIS);
  looking.unref();
  let lines = 0;
  app.server.on('upgrade', (request, socket: Duplex, head) => {
    const [path] = (request.url ?? '').split('?');
    // Node hears of errors of a line no more once it is handed over.
    socket.on('error', () => socket.destroy());
    if (path !== STREAM_PATH) {
      gateway.lines.isTooMuch(request.socket.remoteAddress ?? '', 'not_found');
      socket.end(NOT_FOUND, () => socket.destroy());
      return;
    }
    server.handleUpgrade(request, socket, head, (opened) => {
      lines += 1;
      const address = request.socket.remoteAddress ?? '';
      const name = `line-${lines}`;
      alive.add(opened);
      opened.on('pong', () => alive.add(opened));
      new StreamConnection(opened, socket, gateway, { name, address, log: app.log.child({ line: name }) });
    });
  });
  app.addHook('preClose', (done) => {
    clearInterval(looking);
    for (const line of server.clients) line.terminate();
    done();
  });
}
