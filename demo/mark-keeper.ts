/**
 * Keeps the mark of each market at the middle of its book, as the venue's signer of prices would by better sources. A
 * book of which a side is empty leaves it where it is.
 */

import { setMarkPrice } from '@intelligent-ledger/engine/core';
import { RoleSigner, type SigningKey } from '@intelligent-ledger/engine/host';
import { commandOf, type Gateway } from '@intelligent-ledger/server';

const INTERVAL_MILLIS = 250;

export class MarkKeeper {
  private readonly gateway: Gateway;
  private readonly signer: RoleSigner;
  private readonly now: () => number;
  private readonly marks = new Map<number, number>();
  private readonly timer: NodeJS.Timeout;
  private isSending = false;

  constructor(gateway: Gateway, key: SigningKey, now: () => number) {
    this.gateway = gateway;
    this.signer = new RoleSigner(gateway.views.registry.domain, key);
    this.now = now;
    this.timer = setInterval(() => void this.follow(), INTERVAL_MILLIS);
  }

  stop(): void {
    clearInterval(this.timer);
  }

  /** Sets the marks that have moved. What is not taken is set the next time. */
  private async follow(): Promise<void> {
    if (this.isSending) return;
    this.isSending = true;
    const { views, submitter } = this.gateway;
    try {
      for (let market = 0; market < views.markets.count; market += 1) {
        const middle = this.middleOf(market);
        if (middle === null || middle === this.marks.get(market)) continue;
        const commands = [commandOf(setMarkPrice, { market, price: middle })];
        const [outcome] = await submitter.submit(commands, this.signer.frameFor(commands, this.now()));
        if (outcome?.code === 0) this.marks.set(market, middle);
      }
    } catch {
      // The exchange does not serve just now.
    } finally {
      this.isSending = false;
    }
  }

  /** In ticks, rounded down. */
  private middleOf(market: number): number | null {
    const quotes = this.gateway.views.books.quotes(market);
    if ('refused' in quotes) return null;
    const { bid, ask } = quotes;
    return bid === null || ask === null ? null : Math.floor((bid.price + ask.price) / 2);
  }
}
