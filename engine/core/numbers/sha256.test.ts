/**
 * SHA-256 is held to the published vectors (FIPS 180-4; NIST CAVS 11.0: short, long and Monte Carlo messages)
 * and, on random messages cut at random points, to the platform's implementation.
 */
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { EngineBug } from '../bug.ts';
import { hexOf, Sha256, sha256Hex } from './sha256.ts';

const EMPTY = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

const FIPS_180_4: readonly [message: string, digest: string][] = [
  ['', EMPTY],
  ['abc', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
  [
    'abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq',
    '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1',
  ],
  [
    'abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu',
    'cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1',
  ],
];

/** From SHA256ShortMsg and SHA256LongMsg; the messages are 1 to 64, and then 163, bytes of hex. */
const CAVS: readonly [message: string, digest: string][] = [
  ['d3', '28969cdfa74a12c82f3bad960b0b000aca2ac329deea5c2328ebc6f2ba9802c1'],
  ['11af', '5ca7133fa735326081558ac312c620eeca9970d1e70a4b95533d956f072d1f98'],
  ['b4190e', 'dff2e73091f6c05e528896c4c831b9448653dc2ff043528f6769437bc7b975c2'],
  ['74ba2521', 'b16aa56be3880d18cd41e68384cf1ec8c17680c45a02b1575dc1518923ae8b0e'],
  ['5738c929c4f4ccb6', '963bb88f27f512777aab6c8b1a02c70ec0ad651d428f870036e1917120fb48bf'],
  ['9baf69cba317f422fe26a9a0', 'fe56287cd657e4afc50dba7a3a54c2a6324b886becdcd1fae473b769e551a09b'],
  ['0a27847cdc98bd6f62220b046edd762b', '80c25ec1600587e7f28b18b1b18e3cdc89928e39cab3bc25e4d4a4c139bcedc4'],
  [
    '09fc1accc230a205e4a208e64a8f204291f581a12756392da4b8c0cf5ef02b95',
    '4f44c1c7fbebb6f9601829f3897bfd650c56fa07844be76489076356ac1886a4',
  ],
  [
    '2d52447d1244d2ebc28650e7b05654bad35b3a68eedc7f8515306b496d75f3e73385dd1b002625024b81a02f2fd6dffb6e6d561cb7d0bd7a',
    'cfb88d6faf2de3a69d36195acec2e255e2af2b7d933997f348e09f6ce5758360',
  ],
  [
    'e2f76e97606a872e317439f1a03fcd92e632e5bd4e7cbc4e97f1afc19a16fde92d77cbe546416b51640cddb92af99653' +
      '4dfd81edb17c4424cf1ac4d75aceeb',
    '18041bd4665083001fba8c5411d2d748e8abbfdcdfd9218cb02b68a78e7d4c23',
  ],
  [
    '5a86b737eaea8ee976a0a24da63e7ed7eefad18a101c1211e2b3650c5187c2a8a650547208251f6d4237e661c7bf4c77' +
      'f335390394c37fa1a9f9be836ac28509',
    '42e61e174fbb3897d6dd6cef3dd2802fe67b331953b06114a65c772859dfc1aa',
  ],
  [
    '451101250ec6f26652249d59dc974b7361d571a8101cdfd36aba3b5854d3ae086b5fdd4597721b66e3c0dc5d8c606d96' +
      '57d0e323283a5217d1f53f2f284f57b85c8a61ac8924711f895c5ed90ef17745ed2d728abd22a5f7a13479a462d71b56' +
      'c19a74a40b655c58edfe0a188ad2cf46cbf30524f65d423c837dd1ff2bf462ac4198007345bb44dbb7b1c861298cdf61' +
      '982a833afc728fae1eda2f87aa2c9480858bec',
    '3c593aa539fdcdae516cdf2f15000f6634185c88f505b39775fb9ab137a10aa2',
  ],
];

const MONTE_CARLO_SEED = '6d1e72ad03ddeb5de891e572e2396f8da015d899ef0e79503152d6010a3fe691';
/** By checkpoint; each is a thousand digests after the one before. */
const MONTE_CARLO_DIGESTS: ReadonlyMap<number, string> = new Map([
  [0, 'e93c330ae5447738c8aa85d71a6c80f2a58381d05872d26bdd39f1fcd4f2b788'],
  [1, '2e78f8c8772ea7c9331d41ed3f9cdf27d8f514a99342ee766ee3b8b0d0b121c0'],
  [5, '3ddf05ba8dfec982451a3e9a97695ea9cdb7098c877d0c2cd2c64e58a87754d9'],
  [99, '6a912ba4188391a78e6f13d88ed2d14e13afce9db6f7dcbf4a48c24f3db02778'],
]);

/** Message sizes around the ends of blocks and of the room for the length, and some far from them. */
const messages = fc
  .oneof(
    fc.integer({ min: 0, max: 300 }),
    fc.constantFrom(55, 56, 57, 63, 64, 65, 119, 120, 127, 128, 129),
    fc.integer({ min: 0, max: 20_000 }),
  )
  .chain((length) => fc.uint8Array({ minLength: length, maxLength: length }));

test('the digests of the FIPS 180-4 examples are as published', () => {
  for (const [message, digest] of FIPS_180_4) expect(sha256Hex(new TextEncoder().encode(message))).toBe(digest);
});

test('a million times the letter a gives the published digest, in one piece and in uneven ones', () => {
  const digest = 'cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0';
  const message = new Uint8Array(1_000_000).fill(0x61);
  expect(sha256Hex(message)).toBe(digest);
  const hash = new Sha256();
  for (let at = 0; at < message.length; at += 997) hash.update(message, at, Math.min(at + 997, message.length));
  expect(hash.hex()).toBe(digest);
});

test('the digests of the CAVS short and long messages are as published', () => {
  for (const [message, digest] of CAVS) expect(sha256Hex(Buffer.from(message, 'hex'))).toBe(digest);
});

test('the CAVS Monte Carlo checkpoints are as published', () => {
  const hash = new Sha256();
  let seed: Uint8Array = Buffer.from(MONTE_CARLO_SEED, 'hex');
  for (let checkpoint = 0; checkpoint < 100; checkpoint += 1) {
    let [first, second, third] = [seed, seed, seed];
    for (let count = 0; count < 1_000; count += 1) {
      const next = hash.reset().update(first).update(second).update(third).digest();
      [first, second, third] = [second, third, next];
    }
    seed = third;
    const published = MONTE_CARLO_DIGESTS.get(checkpoint);
    if (published !== undefined) expect(hexOf(seed)).toBe(published);
  }
});

test('every length up to five blocks has the digest that the platform gives', () => {
  const message = Uint8Array.from({ length: 320 }, (_, index) => 31 * index + 7);
  for (let length = 0; length <= message.length; length += 1) {
    const bytes = message.subarray(0, length);
    expect(sha256Hex(bytes)).toBe(createHash('sha256').update(bytes).digest('hex'));
  }
});

test('where a message is cut does not matter, nor that its digest is asked or the hash saved on the way', () => {
  const cuts = fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.boolean()), { maxLength: 8 });
  fc.assert(
    fc.property(messages, cuts, (message, fractions) => {
      const published = createHash('sha256').update(message).digest('hex');
      let hash = new Sha256();
      let from = 0;
      for (const [fraction, isSaved] of [...fractions].sort(([left], [right]) => left - right)) {
        const to = Math.floor(fraction * message.length);
        hash.update(message, from, to);
        from = to;
        expect(hash.hex()).toBe(createHash('sha256').update(message.subarray(0, to)).digest('hex'));
        if (isSaved) hash = new Sha256(hash.save());
      }
      hash.update(message, from);
      expect(hash.hex()).toBe(published);
      expect(hexOf(hash.digest())).toBe(published);
    }),
    { seed: 256, numRuns: 500 },
  );
});

test('hashes that take turns do not disturb each other', () => {
  const first = new Sha256();
  const second = new Sha256();
  const bytes = new TextEncoder().encode('abc');
  for (const byte of [0, 1, 2]) {
    first.update(bytes, byte, byte + 1);
    second.update(bytes, 2 - byte, 3 - byte);
    second.digest();
  }
  expect(first.hex()).toBe(sha256Hex(bytes));
  expect(second.hex()).toBe(sha256Hex(new TextEncoder().encode('cba')));
});

test('a reset hash begins anew', () => {
  const hash = new Sha256().update(new Uint8Array(100));
  expect(hash.reset().hex()).toBe(EMPTY);
});

test('the length of a message counts past 2^32 bits and past 2^32 bytes', () => {
  // Too long to feed: a saved hash says that so many bytes came before, and the last block, as the standard pads it,
  // is given as a message to a hash in the same state.
  for (let bit = 6; bit < 53; bit += 1) {
    const saved = new Sha256().update(new Uint8Array(64)).save();
    const lastBlock = new Uint8Array(64);
    lastBlock[0] = 0x80;
    new DataView(lastBlock.buffer).setBigUint64(56, 8n << BigInt(bit));
    const digest = new Sha256(saved).update(lastBlock).save().subarray(0, 32);
    new DataView(saved.buffer).setBigUint64(32, 1n << BigInt(bit));
    const hash = new Sha256(saved);
    expect(hash.save()).toEqual(saved);
    expect(hash.hex()).toBe(hexOf(digest));
  }
});

test('a range outside the bytes, or a saved hash that is cut or lengthened, is a bug', () => {
  const bytes = new Uint8Array(10);
  expect(() => new Sha256().update(bytes, 0, 11)).toThrow(EngineBug);
  expect(() => new Sha256().update(bytes, -1, 5)).toThrow(EngineBug);
  expect(() => new Sha256().update(bytes, 6, 5)).toThrow(EngineBug);
  const saved = new Sha256().update(bytes).save();
  expect(() => new Sha256(saved.subarray(0, 49))).toThrow(EngineBug);
  expect(() => new Sha256(new Uint8Array([...saved, 0]))).toThrow(EngineBug);
  expect(() => new Sha256(new Uint8Array(8))).toThrow(EngineBug);
});
