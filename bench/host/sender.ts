/** Sends batches to a host by a port of its own. */
import {
  type BatchResult,
  type CommandBatch,
  dataDirectories,
  type EngineHost,
  type EnginePort,
  type StartOptions,
  startEngine,
} from '@intelligent-ledger/engine/host';

export class Sender {
  readonly host: EngineHost;
  readonly port: EnginePort;

  private constructor(host: EngineHost) {
    this.host = host;
    this.port = host.openPort();
  }

  /** Starts a host in a data directory. */
  static async start(data: string, more: Partial<StartOptions> = {}): Promise<Sender> {
    return new Sender(await startEngine({ directories: dataDirectories(data), isResident: true, ...more }));
  }

  /** Commands that were answered with another code than accepted. */
  get refused(): number {
    return this.host.status.get('engine_refused_total');
  }

  /** Submits a batch as soon as there is room, and awaits it. */
  async send(batch: CommandBatch): Promise<BatchResult> {
    for (;;) {
      const answer = this.port.submit(batch);
      if (typeof answer !== 'string') return answer;
      if (answer !== 'busy') throw new Error(`a batch was refused: ${answer}`);
      await this.port.whenRoom();
    }
  }

  async sendAll(batches: readonly CommandBatch[]): Promise<void> {
    for (const batch of batches) await this.send(batch);
  }
}
