/**
 * Servers that do nothing but answer, as floors: node:http that gives back the body of a POST, a WebSocket that answers
 * each frame with one and sends one to everybody, and TCP that answers frames of an order with those of an answer.
 */
import { createServer } from 'node:http';
import { createServer as createTcpServer } from 'node:net';
import { SERVER_FRAMES } from '@intelligent-ledger/client/binary';
import { WebSocketServer } from 'ws';
import { serveParent } from './server-messages.ts';

const PLACE = 16;
const LARGE_BYTES = 128;
const SMALL_BYTES = 64;
/** As many as a change of a book takes. */
const FAN_OUT_BYTES = 185;
const ANSWER_BYTES = SERVER_FRAMES.answer.bytes;

const http = createServer((request, response) => {
  const parts: Buffer[] = [];
  request.on('data', (part: Buffer) => parts.push(part));
  request.on('end', () => {
    const body = Buffer.concat(parts);
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length });
    response.end(body);
  });
});
const sockets = new WebSocketServer({ server: http, perMessageDeflate: false });
sockets.on('connection', (socket) => socket.on('message', (data) => socket.send(String(data))));
const tcp = createTcpServer((socket) => {
  /** Where the next frame begins, counted from the start of what came last. */
  let at = 0;
  socket.setNoDelay(true);
  socket.on('data', (bytes) => {
    let answers = 0;
    // A frame is answered as soon as it begins.
    for (; at < bytes.length; at += bytes[at] === PLACE ? LARGE_BYTES : SMALL_BYTES) answers += 1;
    at -= bytes.length;
    if (answers > 0) socket.write(Buffer.alloc(answers * ANSWER_BYTES, SERVER_FRAMES.answer.kind));
  });
  socket.on('error', () => socket.destroy());
});
await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
await new Promise<void>((resolve) => tcp.listen(0, '127.0.0.1', resolve));

function portOf(server: { address(): unknown }): number {
  return (server.address() as { port: number }).port;
}

/** Sends a frame to everybody so many times, each time once all of it is with the system. */
async function fanOut(frames: number): Promise<void> {
  const frame = 'x'.repeat(FAN_OUT_BYTES);
  for (let sent = 0; sent < frames; sent += 1) {
    for (const socket of sockets.clients) socket.send(frame);
    const isWaiting = () => [...sockets.clients].some(({ bufferedAmount }) => bufferedAmount > 0);
    do await new Promise(setImmediate);
    while (isWaiting());
  }
}

serveParent({
  ports: { http: portOf(http), binary: portOf(tcp) },
  fanOut: (frames) => void fanOut(frames),
  stop: () => {
    http.closeAllConnections();
    http.close();
    tcp.close();
    return Promise.resolve();
  },
});
