/**
 * A storm: a market with a hundred thousand resting orders is cleared, one order a command, while commands of every
 * kind arrive for it, so that a hundred thousand of them queue; then the queue is worked off. The commands are drawn
 * from a seed and from what the records said before, so that the storm plays alike on every machine.
 */
import {
  amendOrder,
  cancelOrder,
  cancelOrders,
  clearMarket,
  continueWork,
  createMarket,
  type DecodedRecord,
  decodeRecords,
  encode,
  encodeBands,
  encodeEntry,
  type FieldSpecs,
  genesis,
  type Layout,
  type Machine,
  OrderFlag,
  OrderType,
  OwnerKind,
  openAccount,
  placeOrder,
  type ResultCode,
  ROLE_KEY_BYTES,
  ROLE_KEYS,
  registerOwner,
  replaceOrder,
  type Ticks,
  TimeInForce,
  type ValuesOf,
} from '@intelligent-ledger/engine/core';
import { Random } from '@intelligent-ledger/engine/sim';

const OWNERS = 50;
const START = 1_800_000_000_000_000;
const MICROS_PER_COMMAND = 10;
const STORM_MARKET = 0;
const QUIET_MARKET = 1;
const MIDDLE = 5_000;
const TERMS = [
  { orderType: OrderType.limit, timeInForce: TimeInForce.goodTillCancelled },
  { orderType: OrderType.limit, timeInForce: TimeInForce.immediateOrCancel },
  { orderType: OrderType.limit, timeInForce: TimeInForce.fillOrKill },
  { orderType: OrderType.market, timeInForce: TimeInForce.immediateOrCancel },
] as const;

/** What a command of the storm did: how much work, its code, and its records. */
export interface StormStep {
  readonly work: number;
  readonly code: ResultCode;
  readonly records: readonly DecodedRecord[];
}

export class Storm {
  private random: Random;
  private sequence = 0;
  private nonce = 100;
  /** Orders that may be open, with their accounts: those that rested, and those that wait. */
  private known: { order: number; account: number }[] = [];

  constructor(seed: number) {
    this.random = new Random(seed);
  }

  /** A storm that goes on as this one will. */
  copy(): Storm {
    const copy = new Storm(0);
    copy.random = this.random.copy();
    copy.sequence = this.sequence;
    copy.nonce = this.nonce;
    copy.known = this.known.slice();
    return copy;
  }

  /** Opens two markets, and rests so many orders in the first. */
  begin(machine: Machine, resting: number, queueItemsMax: number): void {
    const roleKeys = new Uint8Array(ROLE_KEYS * ROLE_KEY_BYTES).fill(7);
    const capacities = { ownersMax: OWNERS, accountsMax: OWNERS, marketsMax: 2, ordersMax: 524_288, levelsMax: 20_000 };
    const bounds = { makersPerCommandMax: 32, drainPerCommandMax: 1, clientOrderIdsMax: 1_000, queueItemsMax };
    const head = { ruleVersion: 2, domain: '73'.repeat(32), blobBytes: roleKeys.length };
    this.send(machine, genesis, { ...capacities, ...bounds, ...head }, roleKeys);
    for (let owner = 0; owner < OWNERS; owner += 1) {
      const identity = owner.toString(16).padStart(2, '0').repeat(32);
      this.send(machine, registerOwner, { ownerKind: OwnerKind.ed25519, identity });
      this.send(machine, openAccount, { owner });
    }
    const table = encodeBands([{ from: 1 as Ticks, step: 1 as Ticks }]);
    const terms = {
      marketKind: 1,
      sizeDecimals: 2,
      state: 1,
      maxPrice: 9_999,
      maxSize: 1_000,
      blobBytes: table.length,
    };
    for (let market = 0; market < 2; market += 1) this.send(machine, createMarket, terms, table);
    for (let index = 0; index < resting; index += 1) {
      const side = 1 + (index & 1);
      const away = 1 + this.random.below(2_000);
      const price = side === 1 ? MIDDLE - away : MIDDLE + away;
      this.placeIn(machine, STORM_MARKET, { side, price, ...TERMS[0] });
    }
  }

  clear(machine: Machine): StormStep {
    return this.send(machine, clearMarket, { market: STORM_MARKET });
  }

  workOff(machine: Machine): StormStep {
    return this.send(machine, continueWork, {});
  }

  /** One command of the storm: most are for its market, some for the other, some cancel. */
  next(machine: Machine): StormStep {
    const { random } = this;
    const target = this.known.length === 0 ? undefined : random.pick(this.known);
    const chance = random.below(100);
    if (target === undefined || chance < 65) return this.place(machine, chance < 60 ? STORM_MARKET : QUIET_MARKET);
    const sender = this.sender(target.account);
    if (chance < 80) {
      const size = 1 + random.below(50);
      return this.send(machine, amendOrder, { ...sender, order: target.order, price: this.price(), size });
    }
    if (chance < 88) {
      const terms = {
        market: STORM_MARKET,
        side: 1 + random.below(2),
        price: this.price(),
        size: 1 + random.below(30),
      };
      return this.send(machine, replaceOrder, { ...sender, ...terms, ...TERMS[0], replaced: target.order });
    }
    if (chance < 99 || random.happens(900)) return this.send(machine, cancelOrder, { ...sender, order: target.order });
    return this.send(machine, cancelOrders, { ...sender, filter: 0 });
  }

  private place(machine: Machine, market: number): StormStep {
    const { random } = this;
    const side = 1 + random.below(2);
    const terms = random.pick(TERMS);
    const mayStay = terms.timeInForce === TimeInForce.goodTillCancelled;
    const flags = mayStay && random.happens(200) ? OrderFlag.postOnly : 0;
    const clientOrderId = random.happens(2) ? this.nonce.toString(16).padStart(32, '0') : '00'.repeat(16);
    return this.placeIn(machine, market, { side, price: this.price(), ...terms, flags, clientOrderId });
  }

  private placeIn(machine: Machine, market: number, terms: Partial<ValuesOf<typeof placeOrder.specs>>): StormStep {
    const { random } = this;
    const account = random.below(OWNERS);
    return this.send(machine, placeOrder, { ...this.sender(account), market, size: 1 + random.below(30), ...terms });
  }

  private price(): number {
    return MIDDLE - 100 + this.random.below(200);
  }

  private sender(account: number) {
    this.nonce += 1;
    // Some commands are no longer valid when their turn comes.
    const ahead = this.random.happens(20) ? 500_000 : 60_000_000;
    return { account, nonce: this.nonce, validUntil: this.time() + ahead };
  }

  private time(): number {
    return START + (this.sequence + 1) * MICROS_PER_COMMAND;
  }

  private send<Specs extends FieldSpecs>(
    machine: Machine,
    layout: Layout<Specs>,
    values: Partial<ValuesOf<Specs>>,
    blob?: Uint8Array,
  ): StormStep {
    const time = this.time();
    this.sequence += 1;
    const entry = { sequence: this.sequence, time, command: encode(layout, values) };
    const code = machine.applyBytes(encodeEntry(blob === undefined ? entry : { ...entry, blob }));
    const records = decodeRecords(machine.takeRecords());
    for (const { name, values } of records) {
      if (name !== 'orderDeferred' && name !== 'orderPlaced') continue;
      this.known.push({ order: values['order'] as number, account: values['account'] as number });
    }
    return { work: machine.lastWork, code, records };
  }
}
