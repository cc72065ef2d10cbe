/** The doors by which the load goes: each sends orders of one account, and says what it was told. */
import { connect } from 'node:net';
import { messageText, SessionTrader, type Trader } from '@intelligent-ledger/client';
import { BinaryTrader } from '@intelligent-ledger/client/binary';
import type { Command, MessageResult, StreamAnswer } from '@intelligent-ledger/client/wire';

/** An order as every door is told of it. */
export interface LoadOrder {
  /** 32 digits of hex, of nothing else. */
  readonly name: string;
  readonly side: 'buy' | 'sell';
  /** In cents, which are ticks. */
  readonly price: number;
  /** In lots of a ten-thousandth. */
  readonly size: number;
  readonly isImmediate: boolean;
}

/** What somebody was told of an order: its number, 0 where it was refused, and the place in the log. */
export interface Told {
  readonly order: number;
  readonly sequence: number;
}

export interface Door {
  readonly name: string;
  readonly trader: Trader;
  /** Fails when nobody says what became of it. */
  place(order: LoadOrder): Promise<Told>;
  /** Of a session, which is closed once it cannot be used any more. */
  readonly session: number | null;
  end(): void;
}

const CENTS = 100;
const LOTS = 10_000;
const LIFE_MICROS = 30_000_000;
const MICROS = 1_000;

function commandOf({ name, side, price, size, isImmediate }: LoadOrder): Command {
  return {
    ...{ type: 'place_order', market: 0, side, client_order_id: name },
    ...{ price: (price / CENTS).toFixed(2).replace(/\.?0+$/, ''), size: String(size / LOTS) },
    ...(isImmediate ? { time_in_force: 'immediate_or_cancel' as const } : {}),
  };
}

function toldBy({ results }: MessageResult): Told {
  const [result] = results;
  return { order: result?.order ?? 0, sequence: result?.seq ?? 0 };
}

/** A signature on each message, over HTTP; a message that nobody answers is sent again while it lives. */
export function signedDoor(trader: Trader): Door {
  const place = async (order: LoadOrder) => toldBy(await trader.sendMessage([commandOf(order)]));
  return { name: 'signed', trader, place, session: null, end: () => undefined };
}

/** A code of a session on each message, over HTTP. */
export async function sessionDoor(trader: Trader): Promise<Door> {
  const session = await SessionTrader.open(trader);
  const place = async (order: LoadOrder) => {
    const [result] = await session.send(commandOf(order));
    return { order: result?.order ?? 0, sequence: result?.seq ?? 0 };
  };
  return { name: 'session', trader, place, session: session.session, end: () => session.abandon() };
}

/** A signature on each message, over a WebSocket. */
export async function socketDoor(trader: Trader, url: string): Promise<Door> {
  const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/v1/stream`);
  const waiting = new Map<number, { resolve: (told: Told) => void; reject: (error: Error) => void }>();
  let asked = 0;
  let nonce = 0;
  socket.addEventListener('message', ({ data }) => {
    const answer = JSON.parse(String(data)) as StreamAnswer;
    const asker = waiting.get(answer.id ?? 0);
    waiting.delete(answer.id ?? 0);
    if (answer.result === undefined) asker?.reject(new Error(answer.problem?.name ?? 'no result'));
    else asker?.resolve(toldBy(answer.result));
  });
  const isClosed = new Promise<void>((resolve) => socket.addEventListener('close', () => resolve()));
  void isClosed.then(() => {
    for (const { reject } of waiting.values()) reject(new Error('the line broke'));
  });
  await new Promise((resolve) => socket.addEventListener('open', resolve));
  const place = async (order: LoadOrder) => {
    const now = Date.now() * MICROS;
    nonce = Math.max(nonce + 1, now);
    const head = { account: trader.account, nonce, valid_until: now + LIFE_MICROS };
    const message = JSON.stringify({ ...head, commands: [commandOf(order)] });
    const signature = await trader.wallet.sign(new TextEncoder().encode(messageText(trader.exchangeId, message)));
    if (socket.readyState !== WebSocket.OPEN) throw new Error('the line broke');
    asked += 1;
    const id = asked;
    return new Promise<Told>((resolve, reject) => {
      waiting.set(id, { resolve, reject });
      socket.send(JSON.stringify({ op: 'send', id, message, signature }));
    });
  };
  return { name: 'socket', trader, place, session: null, end: () => socket.close() };
}

/** A session at logon, over the binary door. */
export async function binaryDoor(trader: Trader, port: number): Promise<Door> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined);
  const binary = await BinaryTrader.open(trader, socket);
  const place = async ({ name, side, price, size, isImmediate }: LoadOrder) => {
    const clientOrderId = Uint8Array.from(Buffer.from(name, 'hex'));
    const inForce = isImmediate ? { timeInForce: 'immediate_or_cancel' as const } : {};
    const { order, sequence } = await binary.place({ market: 0, side, price, size, clientOrderId, ...inForce });
    return { order, sequence };
  };
  return { name: 'binary', trader, place, session: binary.opened.session, end: () => socket.destroy() };
}
