/** What the exchange does, in one line: over the last one on a terminal, else anew now and then. */
import type { EngineHost } from '@intelligent-ledger/engine/host';
import { grouped } from '@intelligent-ledger/engine/host';
import type { Gateway } from '@intelligent-ledger/server';

const TERMINAL_MILLIS = 1_000;
const LINE_MILLIS = 10_000;
const MILLIS = 1_000;

export class StatusLine {
  private readonly engine: EngineHost;
  private readonly gateway: Gateway;
  private readonly output: NodeJS.WriteStream;
  private readonly timer: NodeJS.Timeout;
  private last = { at: performance.now(), commands: 0, fills: 0, commits: 0, commitSeconds: 0 };

  constructor(engine: EngineHost, gateway: Gateway, output: NodeJS.WriteStream) {
    this.engine = engine;
    this.gateway = gateway;
    this.output = output;
    this.timer = setInterval(() => this.say(), output.isTTY ? TERMINAL_MILLIS : LINE_MILLIS);
  }

  stop(): void {
    clearInterval(this.timer);
    if (this.output.isTTY) this.output.write('\n');
  }

  private say(): void {
    const line = this.line();
    if (this.output.isTTY) this.output.write(`\r\x1b[2K${line.slice(0, this.output.columns)}`);
    else this.output.write(`${line}\n`);
  }

  private line(): string {
    const { engine, gateway, last } = this;
    const get = engine.status.get.bind(engine.status);
    const next = {
      at: performance.now(),
      commands: get('engine_commands_total'),
      fills: gateway.views.trades.total,
      commits: get('journal_commits_total'),
      commitSeconds: get('journal_commit_seconds_total'),
    };
    this.last = next;
    const seconds = (next.at - last.at) / MILLIS;
    const rate = (name: 'commands' | 'fills') => grouped(Math.round((next[name] - last[name]) / seconds));
    const commits = next.commits - last.commits;
    const disk = commits === 0 ? 0 : (MILLIS * (next.commitSeconds - last.commitSeconds)) / commits;
    return [
      `at ${grouped(get('engine_durable_sequence'))}`,
      `${rate('commands')} commands/s`,
      `${rate('fills')} fills/s`,
      `${grouped(get('book_orders'))} open orders`,
      `${grouped(gateway.hub.streamCount)} streams`,
      `${disk.toFixed(1)} ms to the disk`,
      get('journal_is_serving') === 1 ? '' : 'THE DISK FAILS: nothing is taken',
    ]
      .filter((part) => part !== '')
      .join(' · ');
  }
}
