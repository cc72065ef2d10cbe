/**
 * All streams that somebody reads. It follows the records with the views, and says after each batch of them what
 * happened; a stream that nobody reads costs nothing.
 */
import type { OrderEvent, Trade } from '@intelligent-ledger/client/wire';
import { type EnginePort, readRecords } from '@intelligent-ledger/engine/client-port';
import type { DecodedRecord, orderFilled, ValuesOf } from '@intelligent-ledger/engine/core';
import { Refused } from '../accept/problems.ts';
import { tradeOf } from '../exchange/recent-trades.ts';
import type { FeedReader } from '../exchange/record-feed.ts';
import type { ExchangeViews } from '../exchange/views.ts';
import { tradeJson } from '../json/market-json.ts';
import { Turns } from '../limits/turns.ts';
import { orderEventsOf } from './order-events.ts';
import { BookSource, EventSource, frameOf, LEVELS, ORDERS } from './sources.ts';
import { Stream, type StreamReader } from './stream.ts';

/** A stream by its kind and the number of its market or account. */
export interface StreamName {
  readonly kind: 'book' | 'book_orders' | 'trades' | 'orders';
  readonly number: number;
}

const NAME = /^(book|book_orders|trades|orders):(0|[1-9][0-9]{0,9})$/;
/** Where somebody is who begins with a stream of events. */
interface ReaderPlace {
  /** Up to here the records were read for it. */
  readonly read: number;
  /** Up to here its last frame spoke, and the next one goes on from there. */
  readonly said: number;
}

/** Journals are read again for so many readers at a time; others wait. */
const REPLAYS_MAX = 2;
/** A reader is looked after so often, and so many times. */
const LOOK_MILLIS = 10;
const READY_LOOKS_MAX = 500;

export class StreamHub implements FeedReader {
  private readonly views: ExchangeViews;
  private readonly port: EnginePort;
  private readonly streams = new Map<string, Stream>();
  private readonly trades = new Map<number, EventSource<Trade>>();
  private readonly orders = new Map<number, EventSource<OrderEvent>>();
  private readonly touched = new Set<string>();
  private sequence = 0;
  private readonly replays = new Turns(REPLAYS_MAX);

  constructor(views: ExchangeViews, port: EnginePort) {
    this.views = views;
    this.port = port;
  }

  /** How many streams somebody reads. */
  get streamCount(): number {
    return this.streams.size;
  }

  load({ sequence }: { readonly sequence: number }): void {
    this.sequence = sequence;
  }

  take(records: readonly DecodedRecord[]): void {
    if (this.streams.size + this.trades.size + this.orders.size === 0) return;
    for (const { name, values } of records) {
      const market = values['market'];
      if (market === undefined) continue;
      this.touched.add(`book:${market}`).add(`book_orders:${market}`);
      if (name === 'orderFilled') this.addTrade(values as ValuesOf<typeof orderFilled.specs>);
    }
    if (this.orders.size === 0) return;
    for (const { account, event } of orderEventsOf(records, this.views.markets)) {
      this.orders.get(account)?.recent.add(event);
      this.touched.add(`orders:${account}`);
    }
  }

  settle(sequence: number): void {
    this.sequence = sequence;
    for (const name of this.touched) this.streams.get(name)?.publish(sequence);
    this.touched.clear();
    for (const stream of this.streams.values()) stream.catchUp();
  }

  /**
   * Lets a reader begin with a stream: with a snapshot, or behind a place where it was before. Answers where it is
   * then.
   */
  subscribe(reader: StreamReader, name: string, after: number | undefined): Promise<number> | number {
    const parsed = parseName(name);
    const isOfMarket = parsed !== null && parsed.kind !== 'orders';
    if (parsed === null || (isOfMarket && this.views.markets.termsOf(parsed.number) === undefined)) {
      throw new Refused('stream_unknown', { field: 'stream' });
    }
    if (after !== undefined && after > this.sequence) throw new Refused('value_out_of_range', { field: 'after_seq' });
    const isOfEvents = parsed.kind === 'trades' || parsed.kind === 'orders';
    if (isOfEvents) return this.beginEvents(reader, name, parsed, after ?? this.sequence);
    const stream = this.streamOf(name, parsed);
    const source = this.sourceOf(name, parsed);
    const missed = after === undefined ? 'tooOld' : source.between(after, this.sequence);
    const first = missed === 'tooOld' ? source.snapshot() : missed;
    if (first !== null) reader.send(first);
    stream.add(reader, this.sequence);
    return this.sequence;
  }

  unsubscribe(reader: StreamReader, name: string): void {
    const stream = this.streams.get(name);
    stream?.remove(reader);
    if (stream?.isIdle) this.forget(name);
  }

  /** Streams of events go on behind any place: what is no longer in memory comes from the journal. */
  private async beginEvents(reader: StreamReader, name: string, parsed: StreamName, after: number): Promise<number> {
    // It keeps what happens from now on, also while the journal is read.
    const source = this.eventSourceOf(name, parsed);
    let place: ReaderPlace = { read: after, said: after };
    let missed = source.between(place.read, this.sequence, place.said);
    try {
      while (missed === 'tooOld') {
        const { read, said } = place;
        place = await this.replays.take(() => this.replay(reader, name, parsed, { read, said }));
        missed = source.between(place.read, this.sequence, place.said);
      }
    } catch (error) {
      if (!this.streams.has(name)) this.forget(name);
      throw error;
    }
    if (missed !== null) reader.send(missed);
    this.streamOf(name, parsed).add(reader, this.sequence);
    return this.sequence;
  }

  /** Sends the events behind a place, made again of the records; answers where the reader is then. */
  private async replay(
    reader: StreamReader,
    name: string,
    parsed: StreamName,
    place: ReaderPlace,
  ): Promise<ReaderPlace> {
    const stream = this.port.records(place.read + 1);
    let { read: from, said } = place;
    try {
      while (from < this.sequence) {
        const frame = await stream.next();
        if (frame === null) throw new Refused('engine_ended');
        const to = Math.min(frame.lastSequence, this.sequence);
        const records: DecodedRecord[] = [];
        for (let sequence = Math.max(frame.firstSequence, from + 1); sequence <= to; sequence += 1) {
          records.push(...readRecords(frame.recordsOf(sequence - frame.firstSequence)));
        }
        const items = this.itemsOf(parsed, records);
        if (items.length > 0) {
          const property = parsed.kind === 'trades' ? 'trades' : 'events';
          await whenReady(reader);
          reader.send(frameOf(name, said, to, { [property]: items }));
          said = to;
        }
        from = Math.max(from, to);
      }
      return { read: from, said };
    } finally {
      stream.close();
    }
  }

  private itemsOf({ kind, number }: StreamName, records: readonly DecodedRecord[]): (Trade | OrderEvent)[] {
    if (kind === 'orders') {
      const events = orderEventsOf(records, this.views.markets);
      return events.filter(({ account }) => account === number).map(({ event }) => event);
    }
    const fills = records.filter(({ name, values }) => name === 'orderFilled' && values['market'] === number);
    return fills.map(({ values }) => this.tradeOf(values as ValuesOf<typeof orderFilled.specs>));
  }

  private addTrade(values: ValuesOf<typeof orderFilled.specs>): void {
    const source = this.trades.get(values.market);
    if (source === undefined) return;
    source.recent.add(this.tradeOf(values));
    this.touched.add(`trades:${values.market}`);
  }

  private tradeOf(values: ValuesOf<typeof orderFilled.specs>): Trade {
    return tradeJson(tradeOf(values), this.views.markets.decimalsOf(values.market));
  }

  private streamOf(name: string, parsed: StreamName): Stream {
    const known = this.streams.get(name);
    if (known !== undefined) return known;
    const made = new Stream(name, this.sourceOf(name, parsed), this.sequence);
    this.streams.set(name, made);
    return made;
  }

  private sourceOf(name: string, parsed: StreamName) {
    if (parsed.kind === 'book') return new BookSource(name, parsed.number, this.views, LEVELS);
    if (parsed.kind === 'book_orders') return new BookSource(name, parsed.number, this.views, ORDERS);
    return this.eventSourceOf(name, parsed);
  }

  private eventSourceOf(name: string, { kind, number }: StreamName): EventSource<Trade> | EventSource<OrderEvent> {
    if (kind === 'trades') {
      const known = this.trades.get(number) ?? new EventSource<Trade>(name, 'trades', this.sequence);
      this.trades.set(number, known);
      return known;
    }
    const known = this.orders.get(number) ?? new EventSource<OrderEvent>(name, 'events', this.sequence);
    this.orders.set(number, known);
    return known;
  }

  private forget(name: string): void {
    this.streams.delete(name);
    const parsed = parseName(name);
    if (parsed?.kind === 'trades') this.trades.delete(parsed.number);
    if (parsed?.kind === 'orders') this.orders.delete(parsed.number);
  }
}

export function parseName(name: string): StreamName | null {
  const [, kind, number] = NAME.exec(name) ?? [];
  return kind === undefined ? null : { kind: kind as StreamName['kind'], number: Number(number) };
}

/** Comes back once a reader has read what it was sent; fails with `Refused` when it takes too long for that. */
async function whenReady(reader: StreamReader): Promise<void> {
  for (let looks = 0; !reader.isReady; looks += 1) {
    // The journal is read for few at a time, so that one who does not read may not keep the others waiting.
    if (looks === READY_LOOKS_MAX) throw new Refused('reader_too_slow');
    await new Promise((resolve) => setTimeout(resolve, LOOK_MILLIS));
  }
}
