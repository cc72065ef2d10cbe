/** The chain over what a session sent, which it signs; docs/concepts/messages.md defines it to the byte. */
import { bytesOfText, hexOf } from './bytes.ts';
import { sessionText } from './texts.ts';

const HASH_BYTES = 32;

/** A message that was acknowledged. */
export interface ChainedMessage {
  /** Its nonce. */
  readonly counter: number;
  /** The `seq` of its answer. */
  readonly sequence: number;
  /** What was authenticated: its text, or on a binary line the command. */
  readonly bytes: Uint8Array<ArrayBuffer>;
}

export class SessionChain {
  private chain: Promise<Uint8Array<ArrayBuffer>>;

  constructor(exchange: string, session: number, openedSequence: number) {
    this.chain = hashed(bytesOfText(sessionText(exchange, session, openedSequence)));
  }

  /** Adds the next message, in order of sequence. */
  add({ counter, sequence, bytes }: ChainedMessage): void {
    this.chain = this.chain.then(async (before) => {
      const link = new Uint8Array(HASH_BYTES + 16 + HASH_BYTES);
      const view = new DataView(link.buffer);
      link.set(before);
      view.setBigUint64(HASH_BYTES, BigInt(counter), true);
      view.setBigUint64(HASH_BYTES + 8, BigInt(sequence), true);
      link.set(await hashed(bytes), HASH_BYTES + 16);
      return hashed(link);
    });
  }

  /** As hex, with everything that was added by now. */
  async hex(): Promise<string> {
    return hexOf(await this.chain);
  }
}

async function hashed(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
}
