/** One line of HTTP kept alive, on which one request is under way at a time: as little as a client can do. */
import { connect, type Socket } from 'node:net';

const HEAD_END = '\r\n\r\n';
const LENGTH = /content-length: (\d+)/i;
const STATUS_AT = 9;

export class HttpLine {
  private readonly socket: Socket;
  private received = '';
  private take: (answer: { status: number; body: string }) => void = () => {};
  private fail: (error: Error) => void = () => {};

  private constructor(socket: Socket) {
    this.socket = socket;
    socket.setNoDelay(true);
    socket.setEncoding('latin1');
    socket.on('data', (text) => this.receive(String(text)));
    socket.on('error', () => socket.destroy());
    socket.on('close', () => this.fail(new Error('a line was ended')));
  }

  static open(port: number): Promise<HttpLine> {
    return new Promise((resolve, reject) => {
      const socket = connect(port, '127.0.0.1', () => resolve(new HttpLine(socket)));
      socket.once('error', reject);
    });
  }

  post(path: string, body: string, headers = ''): Promise<{ status: number; body: string }> {
    const head = `POST ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\n${headers}`;
    this.socket.write(`${head}content-length: ${body.length}${HEAD_END}${body}`, 'latin1');
    return new Promise((resolve, reject) => {
      this.take = resolve;
      this.fail = reject;
    });
  }

  close(): void {
    this.socket.destroy();
  }

  private receive(text: string): void {
    this.received += text;
    const headEnd = this.received.indexOf(HEAD_END);
    if (headEnd === -1) return;
    const head = this.received.slice(0, headEnd);
    const bodyAt = headEnd + HEAD_END.length;
    const length = Number(LENGTH.exec(head)?.[1] ?? 0);
    if (this.received.length < bodyAt + length) return;
    const body = this.received.slice(bodyAt, bodyAt + length);
    this.received = this.received.slice(bodyAt + length);
    this.take({ status: Number(head.slice(STATUS_AT, STATUS_AT + 3)), body });
  }
}
