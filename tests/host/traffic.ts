/**
 * Seeded traffic for a host: the commands that set up an exchange with one market, and after them orders of a few
 * accounts that rest, trade, are cancelled and refused. Times are the host's own, so that only the choice is seeded.
 */
import {
  cancelOrder,
  createMarket,
  encode,
  encodeBands,
  genesis,
  MarketKind,
  MarketState,
  OrderFlag,
  OrderType,
  OwnerKind,
  openAccount,
  openMessage,
  placeOrder,
  ROLE_KEY_BYTES,
  ROLE_KEYS,
  RULE_VERSION_MAX,
  registerOwner,
  Side,
  signatureFrame,
  type Ticks,
  TimeInForce,
} from '@intelligent-ledger/engine/core';
import type { CommandBatch } from '@intelligent-ledger/engine/host';

const ACCOUNTS = 8;
const VALID_MICROS = 50_000_000;
const MID = 5_000;
const SPREAD = 40;

/** A seeded source of numbers from 0 up to 1; mulberry32. */
export function randomFrom(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** How many commands make an exchange. */
export const SETUP_COMMANDS = 2 + 2 * ACCOUNTS;

/** Adds the commands that make an exchange where orders need no money. */
export function addSetup(batch: CommandBatch): void {
  const none = new Uint8Array(0);
  const roleKeys = new Uint8Array(ROLE_KEYS * ROLE_KEY_BYTES);
  const rooms = { ownersMax: 64, accountsMax: 64, marketsMax: 4, ordersMax: 100_000, levelsMax: 20_000 };
  const work = { makersPerCommandMax: 64, drainPerCommandMax: 8 };
  const start = {
    blobBytes: roleKeys.length,
    ruleVersion: RULE_VERSION_MAX,
    domain: 'de'.repeat(32),
    ...rooms,
    ...work,
  };
  batch.add(encode(genesis, start), none, roleKeys);
  for (let owner = 0; owner < ACCOUNTS; owner += 1) {
    const identity = (owner + 1).toString(16).padStart(64, '0');
    batch.add(encode(registerOwner, { ownerKind: OwnerKind.ed25519, identity }));
    batch.add(encode(openAccount, { owner }));
  }
  const bands = encodeBands([{ from: 1 as Ticks, step: 1 as Ticks }]);
  const ofMarket = { sizeDecimals: 2, state: MarketState.open, maxPrice: 2 * MID, maxSize: 1_000 };
  const market = { blobBytes: bands.length, marketKind: MarketKind.perpetual, ...ofMarket };
  batch.add(encode(createMarket, market), none, bands);
}

export class Traffic {
  private readonly random: () => number;
  private readonly nonces = new Float64Array(ACCOUNTS).fill(64);
  private readonly nonceStep: number;
  private lastOrder = 0;

  /** `nonces`: where nonces begin, beyond all that were used before. */
  constructor(seed: number, nonces = 64, nonceStep = 1) {
    this.random = randomFrom(seed);
    this.nonces.fill(nonces);
    this.nonceStep = nonceStep;
  }

  /** Adds one command. */
  add(batch: CommandBatch, nowMicros = Date.now() * 1_000): void {
    const account = this.below(ACCOUNTS);
    const nonce = this.nonces[account] as number;
    this.nonces[account] = nonce + this.nonceStep;
    const head = { account, nonce, validUntil: nowMicros + VALID_MICROS };
    if (this.random() < 0.35) {
      // Numbers are guessed: most were given to somebody, some are open, and few are this account's.
      const order = 1 + this.below(Math.max(1, this.lastOrder));
      batch.add(encode(cancelOrder, { ...head, order }));
      return;
    }
    const side = this.random() < 0.5 ? Side.buy : Side.sell;
    const isTaker = this.random() < 0.25;
    const away = (isTaker ? -1 : 1) * (1 + this.below(SPREAD));
    const price = side === Side.buy ? MID - away : MID + away;
    const order = { market: 0, price, size: 1 + this.below(20), side, orderType: OrderType.limit };
    const timeInForce = isTaker ? TimeInForce.immediateOrCancel : TimeInForce.goodTillCancelled;
    const flags = !isTaker && this.random() < 0.3 ? OrderFlag.postOnly : 0;
    this.lastOrder += 1;
    batch.add(encode(placeOrder, { ...head, ...order, timeInForce, flags }));
  }

  /** Adds a message of so many orders under one signature, which nobody checks here. */
  addMessage(batch: CommandBatch, commands: number, nowMicros = Date.now() * 1_000): void {
    const account = this.below(ACCOUNTS);
    const nonce = this.nonces[account] as number;
    this.nonces[account] = nonce + this.nonceStep;
    const head = { account, validUntil: nowMicros + VALID_MICROS };
    const order = { market: 0, size: 1, side: Side.buy, orderType: OrderType.limit };
    const open = { command: encode(openMessage, { ...head, nonce, commands }) };
    const members = Array.from({ length: commands }, (_, index) => {
      const price = MID - SPREAD - this.below(SPREAD);
      const timeInForce = TimeInForce.goodTillCancelled;
      return { command: encode(placeOrder, { ...head, nonce: index + 1, ...order, price, timeInForce }) };
    });
    this.lastOrder += commands;
    batch.addMessage([open, ...members], encode(signatureFrame, { commandCount: commands + 1 }));
  }

  private below(limit: number): number {
    return Math.floor(this.random() * limit);
  }
}
