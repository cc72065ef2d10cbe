/**
 * One line to the streams of an exchange. It connects again when it breaks and goes on with every stream where it was;
 * a frame that does not go on from the last one lets it begin anew. It needs a WebSocket: that of the browser or of
 * Node.
 */
import type { StreamAnswer } from '../wire/index.ts';

/** What every frame of a stream has. */
export interface StreamFrame {
  readonly stream: string;
  readonly seq: number;
  readonly prev_seq?: number;
}

export interface StreamClientOptions {
  /** Where the exchange is, as in `http://127.0.0.1:8080`. */
  readonly url: string;
  /** Gives a token where streams of accounts are read. */
  readonly readToken?: () => Promise<string>;
}

interface Followed {
  readonly take: (frame: never) => void;
  /** Everything up to here was taken; undefined before the first frame. */
  sequence: number | undefined;
}

const RETRY_MILLIS_FIRST = 50;
const RETRY_MILLIS_MAX = 5_000;

export class StreamClient {
  private readonly options: StreamClientOptions;
  private readonly followed = new Map<string, Followed>();
  private socket: WebSocket | null = null;
  private readonly answers = new Map<number, (answer: StreamAnswer) => void>();
  private asked = 0;
  private retryMillis = RETRY_MILLIS_FIRST;
  private isClosed = false;

  constructor(options: StreamClientOptions) {
    this.options = options;
    this.connect();
  }

  /**
   * Follows a stream: every frame once and in order, over however many lines. `after`: where to go on; without it, it
   * begins with a snapshot, or a stream of events with what is to come.
   */
  follow<Frame extends StreamFrame>(stream: string, take: (frame: Frame) => void, after?: number): void {
    this.followed.set(stream, { take, sequence: after });
    if (this.socket?.readyState === WebSocket.OPEN) void this.subscribe(stream);
  }

  /** Where a stream has come to. */
  sequenceOf(stream: string): number | undefined {
    return this.followed.get(stream)?.sequence;
  }

  close(): void {
    this.isClosed = true;
    this.socket?.close();
  }

  private connect(): void {
    const socket = new WebSocket(`${this.options.url.replace(/^http/, 'ws').replace(/\/+$/, '')}/v1/stream`);
    this.socket = socket;
    socket.addEventListener('open', () => void this.begin());
    socket.addEventListener('message', ({ data }) => this.receive(JSON.parse(String(data))));
    socket.addEventListener('close', () => {
      for (const resolve of this.answers.values()) resolve({ op: '', ok: false });
      this.answers.clear();
      if (this.isClosed) return;
      setTimeout(() => this.connect(), this.retryMillis);
      this.retryMillis = Math.min(2 * this.retryMillis, RETRY_MILLIS_MAX);
    });
    // What went wrong is followed by the end of the line.
    socket.addEventListener('error', () => undefined);
  }

  private async begin(): Promise<void> {
    this.retryMillis = RETRY_MILLIS_FIRST;
    const token = await this.options.readToken?.().catch(() => undefined);
    if (token !== undefined) await this.ask({ op: 'logon', token });
    for (const stream of this.followed.keys()) await this.subscribe(stream);
  }

  private async subscribe(stream: string): Promise<void> {
    const { sequence } = this.followed.get(stream) ?? {};
    const after = sequence === undefined ? {} : { after_seq: sequence };
    const answer = await this.ask({ op: 'subscribe', stream, ...after });
    // An exchange that is still reading its log is asked again.
    if (answer.problem?.name === 'value_out_of_range') this.socket?.close();
  }

  private ask(request: object): Promise<StreamAnswer> {
    this.asked += 1;
    const id = this.asked;
    if (this.socket?.readyState !== WebSocket.OPEN) return Promise.resolve({ op: '', ok: false });
    this.socket.send(JSON.stringify({ ...request, id }));
    return new Promise((resolve) => this.answers.set(id, resolve));
  }

  /** Before the next frame is taken: where nothing was missed, the stream goes on from further on than it was. */
  private noteBegin({ stream = '', as_of_seq: asOf = 0 }: StreamAnswer): void {
    const followed = this.followed.get(stream);
    if (followed !== undefined) followed.sequence = Math.max(followed.sequence ?? 0, asOf);
  }

  private receive(message: StreamAnswer | StreamFrame): void {
    if ('op' in message) {
      if (message.op === 'subscribe' && message.ok) this.noteBegin(message);
      if (message.id === undefined) return;
      this.answers.get(message.id)?.(message);
      this.answers.delete(message.id);
      return;
    }
    const followed = this.followed.get(message.stream);
    if (followed === undefined) return;
    const place = followed.sequence ?? -1;
    const isSnapshot = message.prev_seq === undefined;
    // A stream that ended, or a frame beyond a gap: it goes on where it was, over a new line.
    if ('problem' in message || (!isSnapshot && (message.prev_seq ?? 0) > place && followed.sequence !== undefined)) {
      this.socket?.close();
      return;
    }
    if (message.seq <= place) return;
    followed.sequence = message.seq;
    followed.take(message as never);
  }
}
