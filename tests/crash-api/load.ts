/** Orders from a seed, through one door, and what was said of each. */
import type { Door, LoadOrder, Told } from './doors.ts';

/** What is known of an order that was sent: what was told of it, or nothing. */
export interface SentOrder {
  readonly door: string;
  readonly account: number;
  readonly name: string;
  told: Told | null;
}

const MIDDLE = 480_000;
const DISTANCE = 40;
const SIZE_MAX = 50;
const NAME_DIGITS = 32;
/** So many orders are under way through a door at once. */
const UNDER_WAY = 4;
/** Orders of an account are all cancelled once in so many. */
const ORDERS_PER_CLEARING = 60;

export class Load {
  readonly sent: SentOrder[] = [];
  private readonly door: Door;
  private readonly random: (below: number) => number;
  private readonly prefix: string;
  private isStopping = false;

  /** `prefix`: of the names of its orders, which nobody else has. */
  constructor(door: Door, random: (below: number) => number, prefix: string) {
    this.door = door;
    this.random = random;
    this.prefix = prefix;
  }

  /** Sends until it is told to stop, and comes back once nothing is waited for. */
  async run(): Promise<void> {
    await Promise.all(Array.from({ length: UNDER_WAY }, () => this.sendOneAfterAnother()));
  }

  stop(): void {
    this.isStopping = true;
  }

  private async sendOneAfterAnother(): Promise<void> {
    while (!this.isStopping) {
      const order = this.nextOrder();
      const sent: SentOrder = {
        ...{ door: this.door.name, account: this.door.trader.account, name: order.name, told: null },
      };
      this.sent.push(sent);
      try {
        sent.told = await this.door.place(order);
        if (this.sent.length % ORDERS_PER_CLEARING === 0) await this.door.trader.send({ type: 'cancel_orders' });
      } catch {
        // Nobody said what became of it, and the door may be no more.
        await new Promise(setImmediate);
        if (this.door.session !== null || this.door.name === 'socket') return;
      }
    }
  }

  private nextOrder(): LoadOrder {
    const { random } = this;
    const number = this.sent.length + 1;
    return {
      name: this.prefix + number.toString(16).padStart(NAME_DIGITS - this.prefix.length, '0'),
      side: random(2) === 0 ? 'buy' : 'sell',
      price: MIDDLE + 25 * (random(DISTANCE) - DISTANCE / 2),
      size: 1 + random(SIZE_MAX),
      isImmediate: random(4) === 0,
    };
  }
}
