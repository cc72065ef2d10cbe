/**
 * What a client may expect of an exchange that was killed: every order that it was told of is there as it was told, and
 * every other one once or not at all; the name says which. The stream of orders tells the same.
 */
import { ApiProblem, type Order, type Trader } from '@intelligent-ledger/client';
import type { OrdersFrame, StreamAnswer } from '@intelligent-ledger/client/wire';
import type { SentOrder } from './load.ts';

export interface Verdict {
  readonly faults: string[];
  /** Orders of which somebody was told. */
  told: number;
  /** Of those that nobody was told of, how many are there and how many are not. */
  untoldThere: number;
  untoldMissing: number;
}

/** Judges what was sent through doors of one account, of which all behind a place in the log is read. */
export async function judge(
  trader: Trader,
  url: string,
  sent: readonly SentOrder[],
  after: number,
  verdict: Verdict,
): Promise<void> {
  const { as_of_seq: asOf } = await trader.exchange();
  const placed = await placedBetween(trader, url, after, asOf);
  for (const { name, told, door } of sent) {
    const found = await orderNamed(trader, name);
    const events = placed.filter((event) => event.name === name);
    const fault = (what: string) => verdict.faults.push(`${door} ${name}: ${what}`);
    if (events.length > 1) fault(`it was placed ${events.length} times`);
    if ((found === null) !== (events.length === 0)) fault('its name and the stream say different things');
    if (found !== null && events[0]?.order !== found.order) fault('its name is of another order than the stream says');
    if (told === null) {
      if (found === null) verdict.untoldMissing += 1;
      else verdict.untoldThere += 1;
      continue;
    }
    verdict.told += 1;
    // One that was refused was told so, and is not there.
    if (told.order === 0) {
      if (found !== null) fault('it was refused, and is there');
      continue;
    }
    if (found === null) fault(`it was acknowledged at ${told.sequence} and is not there`);
    else if (found.order !== told.order || !isPlaceOf(found, told.sequence, door)) {
      fault(`it was acknowledged as ${told.order} at ${told.sequence} and is ${found.order} at ${found.placed_seq}`);
    }
  }
}

/**
 * Whether an order came where somebody was told. A message that was sent again after the kill has a place of its own,
 * and its answer says what had become of the order, which came before.
 */
function isPlaceOf({ placed_seq: place }: Order, told: number, door: string): boolean {
  return door === 'signed' ? place <= told : place === told;
}

async function orderNamed(trader: Trader, name: string): Promise<Order | null> {
  try {
    return await trader.orderByClientId(name);
  } catch (error) {
    if (error instanceof ApiProblem && error.problem.name === 'order_unknown') return null;
    throw error;
  }
}

/** The orders of an account that were placed behind a place up to another, as its stream says. */
async function placedBetween(trader: Trader, url: string, after: number, to: number) {
  const placed: { readonly name: string; readonly order: number }[] = [];
  const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/v1/stream`);
  await new Promise((resolve) => socket.addEventListener('open', resolve));
  const token = await trader.readToken();
  await new Promise<void>((resolve, reject) => {
    socket.addEventListener('close', () => reject(new Error('the stream ended')));
    socket.addEventListener('message', ({ data }) => {
      const message = JSON.parse(String(data)) as StreamAnswer | OrdersFrame;
      if ('events' in message) {
        for (const { event, order, client_order_id: name } of message.events) {
          if (event === 'placed') placed.push({ name: name ?? '', order });
        }
      } else if (message.op === 'subscribe') {
        if (!message.ok) reject(new Error(message.problem?.name));
        else if ((message.as_of_seq ?? 0) >= to) resolve();
        else reject(new Error('the stream begins before what is known'));
      }
    });
    socket.send(JSON.stringify({ op: 'logon', id: 1, token }));
    socket.send(JSON.stringify({ op: 'subscribe', id: 2, stream: `orders:${trader.account}`, after_seq: after }));
  });
  socket.close();
  return placed;
}
