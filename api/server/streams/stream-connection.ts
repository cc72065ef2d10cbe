/**
 * One WebSocket line: requests come in, answers and frames go out. Whatever is written in one turn of the event loop
 * goes to the system together.
 */
import type { Duplex } from 'node:stream';
import type { StreamAnswer } from '@intelligent-ledger/client/wire';
import type { FastifyBaseLogger } from 'fastify';
import type { WebSocket } from 'ws';
import type { Credentials } from '../accept/accept-message.ts';
import { PROBLEMS, type ProblemName, Refused } from '../accept/problems.ts';
import type { Reader } from '../accept/tokens.ts';
import type { Gateway } from '../gateway.ts';
import { problemOf } from '../http/problem-answer.ts';
import type { StreamReader } from './stream.ts';
import { parseName } from './stream-hub.ts';
import { credentialsOf, type Request, type RequestHead, readRequest } from './stream-request.ts';

type Served = Partial<StreamAnswer> | string;

/** More than this is not kept for a line that does not read. */
const BUFFERED_MAX = 262_144;
const PENDING_MAX = 1_024;
/** Of WebSocket: against the rules of whoever listens (RFC 6455, 7.4.1). */
const TOO_MUCH = 1_008;
/** Whoever does not end its side is not waited for. */
const END_MILLIS = 1_000;
/** A line on which so much waits to be read ends. */
const UNREAD_BYTES_MAX = 16_777_216;

export class StreamConnection implements StreamReader {
  private readonly socket: WebSocket;
  private readonly line: Duplex;
  private readonly gateway: Gateway;
  private readonly name: string;
  private readonly address: string;
  private readonly log: FastifyBaseLogger;
  private readonly subscribed = new Set<string>();
  private reader: Reader | null = null;
  /** The message that is to be taken when the line breaks. */
  private lastWill: { readonly body: string; readonly credentials: Credentials } | null = null;
  private pending = 0;
  private isCorked = false;

  /**
   * `line`: what the socket writes to; `name`: under which it stands in the log, which is `log`; `address`: where it
   * comes from.
   */
  constructor(
    socket: WebSocket,
    line: Duplex,
    gateway: Gateway,
    { name, address, log }: { readonly name: string; readonly address: string; readonly log: FastifyBaseLogger },
  ) {
    this.socket = socket;
    this.line = line;
    this.gateway = gateway;
    this.name = name;
    this.address = address;
    this.log = log;
    socket.on('message', (data, isBinary) => {
      // What came with the frame that ended the line is not looked at.
      if (gateway.lines.hasEnded(socket)) return;
      if (isBinary) this.answer({ op: '' }, new Refused('frame_malformed', { detail: 'Frames are text.' }));
      else void this.take(String(data));
    });
    socket.on('close', () => this.close());
    // A line that breaks is closed next, and nothing else is to be done.
    socket.on('error', () => undefined);
  }

  get isReady(): boolean {
    return this.socket.bufferedAmount < BUFFERED_MAX;
  }

  send(frame: string): void {
    if (!this.isCorked) {
      this.isCorked = true;
      this.line.cork();
      setImmediate(() => {
        this.isCorked = false;
        this.line.uncork();
      });
    }
    this.socket.send(frame);
    // Who asks and does not read is not kept in memory.
    if (this.socket.bufferedAmount > UNREAD_BYTES_MAX) this.socket.terminate();
  }

  end(stream: string, sequence: number, problem: ProblemName): void {
    this.subscribed.delete(stream);
    this.send(JSON.stringify({ stream, seq: sequence, problem: problemOf(problem, this.name) }));
  }

  private async take(text: string): Promise<void> {
    const { head, request } = readRequest(text);
    if (request instanceof Refused) {
      this.answer(head, request);
      return;
    }
    if (this.pending >= PENDING_MAX) {
      this.answer(head, new Refused('requests_too_many'));
      return;
    }
    this.pending += 1;
    try {
      this.answer(head, await this.serve(request));
    } catch (error) {
      if (!(error instanceof Refused)) this.log.error({ err: error }, 'a frame met a bug');
      this.answer(head, error instanceof Refused ? error : new Refused('bug'));
    }
    this.pending -= 1;
  }

  /** Does what is asked; a message is answered with the result of it, as JSON. */
  private serve(request: Request): Promise<Served> | Served {
    const { tokens, door } = this.gateway;
    switch (request.op) {
      case 'ping':
        return {};
      case 'subscribe':
        return this.subscribe(request.stream, request.after_seq);
      case 'unsubscribe':
        return this.unsubscribe(request.stream);
      case 'logon':
        this.reader = tokens.readerOf(request.token);
        return {};
      case 'send':
        return door.take(request.message, credentialsOf(request)).then(({ account, sequence, codes, answer }) => {
          this.log.info({ account, seq: sequence, codes }, 'message taken');
          return answer;
        });
      case 'cancel_on_disconnect':
        return this.keepLastWill(request.message, credentialsOf(request));
    }
  }

  private async subscribe(stream: string, after: number | undefined): Promise<Partial<StreamAnswer>> {
    const { tokens, hub, feed } = this.gateway;
    const name = parseName(stream);
    if (name?.kind === 'orders') {
      if (this.reader === null) throw new Refused('credentials_missing');
      await feed.whenCurrent();
      if (!tokens.mayRead(this.reader, name.number)) throw new Refused('scope_missing', { field: 'stream' });
    }
    if (this.subscribed.has(stream)) this.unsubscribe(stream);
    this.subscribed.add(stream);
    try {
      return { stream, as_of_seq: await hub.subscribe(this, stream, after) };
    } catch (error) {
      this.subscribed.delete(stream);
      throw error;
    } finally {
      // The line may have broken while the journal was read.
      if (this.socket.readyState !== this.socket.OPEN) this.unsubscribe(stream);
    }
  }

  private unsubscribe(stream: string): Partial<StreamAnswer> {
    if (this.subscribed.delete(stream)) this.gateway.hub.unsubscribe(this, stream);
    return { stream };
  }

  /** Takes a message for later. It is checked now, so that nobody relies on one that would be refused. */
  private async keepLastWill(body: string, credentials: Credentials | null): Promise<Partial<StreamAnswer>> {
    const { message } = await this.gateway.door.authorized(body, credentials);
    const isCancel = message.commands.every(({ layout }) => /^(cancel|openMessage)/.test(layout.name));
    if (!isCancel || credentials === null) throw new Refused('frame_malformed', { field: 'message' });
    this.lastWill = { body, credentials };
    return {};
  }

  private close(): void {
    for (const stream of [...this.subscribed]) this.unsubscribe(stream);
    const { lastWill } = this;
    this.lastWill = null;
    // Where it has expired by now it is refused, and there is nobody left to tell.
    if (lastWill !== null) this.gateway.door.take(lastWill.body, lastWill.credentials).catch(() => undefined);
  }

  private answer(head: RequestHead, served: Served | Refused): void {
    if (typeof served === 'string') {
      const begun = JSON.stringify({ ...head, ok: true });
      this.send(`${begun.slice(0, -1)},"result":${served}}`);
      return;
    }
    const isRefused = served instanceof Refused;
    if (isRefused) {
      const { code } = PROBLEMS[served.problem];
      this.log.info({ code, name: served.problem, field: served.field }, 'refused');
    }
    const said = isRefused ? { problem: problemOf(served.problem, this.name, served) } : served;
    this.send(JSON.stringify({ ...head, ok: !isRefused, ...said }));
    const { lines } = this.gateway;
    if (!isRefused || !lines.isTooMuch(this.address, served.problem)) return;
    lines.end(this.socket);
    this.socket.close(TOO_MUCH);
    setTimeout(() => this.socket.terminate(), END_MILLIS).unref();
  }
}
