/** The chain of a session. Method: a twin on the hash of Node, as a client in any language would write it. */
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bytesOfAscii } from './message-text.ts';
import { type ChainedMessage, chainOfOpened, chainWith } from './session-chain.ts';

const DOMAIN = 'd0'.repeat(32);

const sha256 = (...parts: Uint8Array[]) => createHash('sha256').update(Buffer.concat(parts)).digest();

function twin(session: number, opened: number, messages: readonly ChainedMessage[]): Buffer {
  const first = `Intelligent Ledger session 1\nexchange ${DOMAIN}\nsession ${session} opened ${opened}\n`;
  return messages.reduce(
    (chain, { counter, sequence, bytes }) => {
      const numbers = Buffer.alloc(16);
      numbers.writeBigUInt64LE(BigInt(counter), 0);
      numbers.writeBigUInt64LE(BigInt(sequence), 8);
      return sha256(chain, numbers, sha256(bytes));
    },
    sha256(Buffer.from(first)),
  );
}

test('the chain is what anybody makes of the messages and their sequences', () => {
  const bytes = fc.stringMatching(/^[ -~]{0,200}$/).map(bytesOfAscii);
  const anyMessage = fc.record({ counter: fc.maxSafeNat(), sequence: fc.maxSafeNat(), bytes });
  fc.assert(
    fc.property(fc.nat(), fc.maxSafeNat(), fc.array(anyMessage, { maxLength: 6 }), (session, opened, messages) => {
      const chain = messages.reduce(chainWith, chainOfOpened(DOMAIN, session, opened));
      expect(Buffer.from(chain).toString('hex')).toBe(twin(session, opened, messages).toString('hex'));
    }),
    { seed: 65, numRuns: 500 },
  );
});
