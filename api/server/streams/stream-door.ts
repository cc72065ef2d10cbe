/** The WebSocket door, on the same port as HTTP. */
import type { Duplex } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { WebSocketServer } from 'ws';
import type { Gateway } from '../gateway.ts';
import { StreamConnection } from './stream-connection.ts';

const STREAM_PATH = '/v1/stream';
const FRAME_BYTES_MAX = 65_536;

/** Opens the door on the server of an application that does not listen yet. */
export function openStreamDoor(app: FastifyInstance, gateway: Gateway): void {
  const server = new WebSocketServer({ noServer: true, maxPayload: FRAME_BYTES_MAX, perMessageDeflate: false });
  let lines = 0;
  app.server.on('upgrade', (request, socket: Duplex, head) => {
    const [path] = (request.url ?? '').split('?');
    if (path !== STREAM_PATH) {
      socket.end('HTTP/1.1 404 Not Found\r\nconnection: close\r\ncontent-length: 0\r\n\r\n');
      return;
    }
    server.handleUpgrade(request, socket, head, (opened) => {
      lines += 1;
      const address = request.socket.remoteAddress ?? '';
      const name = `line-${lines}`;
      new StreamConnection(opened, socket, gateway, { name, address, log: app.log.child({ line: name }) });
    });
  });
  app.addHook('preClose', (done) => {
    for (const line of server.clients) line.terminate();
    done();
  });
}
