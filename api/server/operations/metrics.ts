/** What an operator watches: the engine's own numbers, and those of the doors, as Prometheus reads them. */
import { STATUS } from '@intelligent-ledger/engine/client-port';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Gateway } from '../gateway.ts';

const SECONDS_BUCKETS = [0.0005, 0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5];

export class Metrics {
  private readonly registry = new Registry();
  private readonly requests: Counter<'method' | 'route' | 'status'>;
  private readonly seconds: Histogram<'method' | 'route'>;
  private readonly problems: Counter<'name'>;

  constructor({ port, feed, hub }: Gateway) {
    const registers = [this.registry];
    for (const { name, doc } of STATUS) {
      new Gauge({ name, help: doc, registers, collect: gauge(() => port.status.get(name)) });
    }
    const lag = () => port.status.get('engine_durable_sequence') - feed.sequence;
    new Gauge({
      name: 'gateway_feed_lag',
      help: 'Commands that the views are behind.',
      registers,
      collect: gauge(lag),
    });
    const streams = () => hub.streamCount;
    new Gauge({ name: 'gateway_streams', help: 'Streams that somebody reads.', registers, collect: gauge(streams) });
    const ofRequests = { registers, labelNames: ['method', 'route', 'status'] as const };
    this.requests = new Counter({ name: 'http_requests_total', help: 'Requests that were answered.', ...ofRequests });
    const ofSeconds = { registers, labelNames: ['method', 'route'] as const, buckets: SECONDS_BUCKETS };
    this.seconds = new Histogram({ name: 'http_request_seconds', help: 'Time of a request.', ...ofSeconds });
    const ofProblems = { registers, labelNames: ['name'] as const };
    this.problems = new Counter({
      name: 'gateway_problems_total',
      help: 'Requests that were not served.',
      ...ofProblems,
    });
  }

  /** A request was answered. The route is the pattern, since an address would be a name of its own for each. */
  answered(method: string, route: string, status: number, seconds: number): void {
    this.requests.inc({ method, route, status });
    this.seconds.observe({ method, route }, seconds);
  }

  /** A request was answered with a problem. */
  refused(name: string): void {
    this.problems.inc({ name });
  }

  text(): Promise<string> {
    return this.registry.metrics();
  }

  get contentType(): string {
    return this.registry.contentType;
  }
}

/** Reads a value when somebody asks. */
function gauge(read: () => number) {
  return function collect(this: Gauge): void {
    this.set(read());
  };
}
