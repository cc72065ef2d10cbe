/**
 * Sends commands of one account in order, all that wait in one message. A command may have to know what became of those
 * before it, and is then made once they are answered.
 */
import type { Command, CommandResult, Trader } from '@intelligent-ledger/client';

/** So many commands go into one message at most. */
const BATCH_MAX = 50;

export interface QueuedCommand {
  /** The command; null when there is nothing to do any more, `'wait'` when another has to be answered first. */
  readonly make: () => Command | null | 'wait';
  readonly answered: (result: CommandResult) => void;
}

export class MessageQueue {
  private readonly trader: Trader;
  private waiting: QueuedCommand[] = [];
  private running: Promise<void> | null = null;
  private readonly onFailure: (error: unknown) => void;

  /** `onFailure`: a message was not taken; what was in it is not sent again. */
  constructor(trader: Trader, onFailure: (error: unknown) => void) {
    this.trader = trader;
    this.onFailure = onFailure;
  }

  /** Commands that were not sent yet. */
  get length(): number {
    return this.waiting.length;
  }

  add(command: QueuedCommand): void {
    this.waiting.push(command);
    this.running ??= this.run().finally(() => {
      this.running = null;
    });
  }

  /** Comes back once everything was answered. */
  async whenEmpty(): Promise<void> {
    while (this.running !== null) await this.running;
  }

  private async run(): Promise<void> {
    // Whoever adds in this turn is part of the first message.
    await Promise.resolve();
    while (this.waiting.length > 0) {
      const { commands, queued, looked } = this.next();
      this.waiting = this.waiting.slice(looked);
      if (commands.length === 0) continue;
      try {
        const results = await this.trader.send(...commands);
        for (const [index, { answered }] of queued.entries()) answered(results[index] as CommandResult);
      } catch (error) {
        this.onFailure(error);
      }
    }
  }

  /** What goes into the next message, and how many that wait were looked at for it. */
  private next() {
    const commands: Command[] = [];
    const queued: QueuedCommand[] = [];
    let looked = 0;
    for (const entry of this.waiting) {
      if (commands.length === BATCH_MAX) break;
      const command = entry.make();
      if (command === 'wait' && commands.length > 0) break;
      looked += 1;
      if (command === null || command === 'wait') continue;
      commands.push(command);
      queued.push(entry);
    }
    return { commands, queued, looked };
  }
}
