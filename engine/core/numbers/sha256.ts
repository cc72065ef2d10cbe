/**
 * SHA-256 (FIPS 180-4) on typed arrays, streaming and free of allocation per update. The core has its
 * own so that it depends on nothing and gives the same digest on every machine. Messages are whole
 * bytes and shorter than 2^53 of them.
 */
import { assert } from '../bug.ts';

export const SHA256_BYTES = 32;

const BLOCK_BYTES = 64;
/** In the last block, where the length of the message in bits begins. */
const LENGTH_AT = BLOCK_BYTES - 8;
const TWO_29 = 536_870_912;
const TWO_32 = 4_294_967_296;
/** A saved hash begins with the eight words of the state and the length of the message in bytes. */
const SAVED_LENGTH_AT = 32;
const SAVED_BLOCK_AT = 40;

// biome-ignore format: eight constants a line, as the standard prints them
const INITIAL_STATE = Int32Array.of(
  0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
);

// biome-ignore format: eight constants a line, as the standard prints them
const ROUND_CONSTANTS = Int32Array.of(
  0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
  0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
  0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
  0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
  0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
  0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
  0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
  0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
);

/** The message schedule of the block at hand. Calls never overlap, so all hashes share it. */
const schedule = new Int32Array(64);
/** Where `digest` pads, so that the hash itself can go on. */
const lastState = new Int32Array(8);
const lastBlock = new Uint8Array(BLOCK_BYTES);

/** A hash over a message that comes in pieces. */
export class Sha256 {
  private readonly state = Int32Array.from(INITIAL_STATE);
  private readonly block = new Uint8Array(BLOCK_BYTES);
  private byteLength = 0;

  /** Begins an empty message, or goes on with one where `save` left it. Takes only what `save` gave. */
  constructor(saved?: Uint8Array) {
    if (saved === undefined) return;
    assert(saved.length >= SAVED_BLOCK_AT, 'a saved hash has its state and length');
    for (let word = 0; word < 8; word += 1) this.state[word] = readWord(saved, 4 * word);
    const high = readWord(saved, SAVED_LENGTH_AT) >>> 0;
    this.byteLength = high * TWO_32 + (readWord(saved, SAVED_LENGTH_AT + 4) >>> 0);
    const held = saved.length - SAVED_BLOCK_AT;
    assert(held === this.byteLength % BLOCK_BYTES, 'a saved hash has the bytes of its unfinished block');
    this.block.set(saved.subarray(SAVED_BLOCK_AT));
  }

  /** Takes the bytes from `from` up to `to` as the next of the message. */
  update(bytes: Uint8Array, from = 0, to: number = bytes.length): this {
    assert(from >= 0 && from <= to && to <= bytes.length, 'SHA-256 takes a range within the bytes');
    let at = from;
    let held = this.byteLength % BLOCK_BYTES;
    this.byteLength += to - from;
    if (held > 0) {
      while (held < BLOCK_BYTES && at < to) {
        this.block[held] = bytes[at] as number;
        held += 1;
        at += 1;
      }
      if (held < BLOCK_BYTES) return this;
      compress(this.state, this.block, 0);
    }
    for (; at + BLOCK_BYTES <= to; at += BLOCK_BYTES) compress(this.state, bytes, at);
    for (held = 0; at < to; held += 1, at += 1) this.block[held] = bytes[at] as number;
    return this;
  }

  /** The 32 bytes of the digest of the message so far. The message may go on afterwards. */
  digest(): Uint8Array {
    const held = this.byteLength % BLOCK_BYTES;
    lastState.set(this.state);
    lastBlock.fill(0);
    for (let index = 0; index < held; index += 1) lastBlock[index] = this.block[index] as number;
    lastBlock[held] = 0x80;
    if (held >= LENGTH_AT) {
      compress(lastState, lastBlock, 0);
      lastBlock.fill(0);
    }
    writeWord(lastBlock, LENGTH_AT, Math.floor(this.byteLength / TWO_29));
    writeWord(lastBlock, LENGTH_AT + 4, this.byteLength << 3);
    compress(lastState, lastBlock, 0);
    const bytes = new Uint8Array(SHA256_BYTES);
    for (let word = 0; word < 8; word += 1) writeWord(bytes, 4 * word, lastState[word] as number);
    return bytes;
  }

  /** The digest as 64 lower-case hexadecimal digits. */
  hex(): string {
    return hexOf(this.digest());
  }

  /** All that is needed to go on with the message elsewhere: at most 103 bytes. */
  save(): Uint8Array {
    const held = this.byteLength % BLOCK_BYTES;
    const saved = new Uint8Array(SAVED_BLOCK_AT + held);
    for (let word = 0; word < 8; word += 1) writeWord(saved, 4 * word, this.state[word] as number);
    writeWord(saved, SAVED_LENGTH_AT, Math.floor(this.byteLength / TWO_32));
    writeWord(saved, SAVED_LENGTH_AT + 4, this.byteLength | 0);
    saved.set(this.block.subarray(0, held), SAVED_BLOCK_AT);
    return saved;
  }

  /** Begins a new message. */
  reset(): this {
    this.state.set(INITIAL_STATE);
    this.byteLength = 0;
    return this;
  }
}

/** The digest of `bytes` as 64 lower-case hexadecimal digits. */
export function sha256Hex(bytes: Uint8Array): string {
  return new Sha256().update(bytes).hex();
}

/** Bytes as lower-case hexadecimal digits, two a byte. */
export function hexOf(bytes: Uint8Array): string {
  let hex = '';
  for (const byte of bytes) hex += byte.toString(16).padStart(2, '0');
  return hex;
}

function writeWord(bytes: Uint8Array, at: number, word: number): void {
  bytes[at] = word >>> 24;
  bytes[at + 1] = word >>> 16;
  bytes[at + 2] = word >>> 8;
  bytes[at + 3] = word;
}

/** The big-endian word at `at`, as a signed integer. */
function readWord(bytes: Uint8Array, at: number): number {
  return (
    ((bytes[at] as number) << 24) |
    ((bytes[at + 1] as number) << 16) |
    ((bytes[at + 2] as number) << 8) |
    (bytes[at + 3] as number)
  );
}

function expand(bytes: Uint8Array, at: number): void {
  const w = schedule;
  for (let t = 0; t < 16; t += 1) w[t] = readWord(bytes, at + 4 * t);
  for (let t = 16; t < 64; t += 1) {
    const early = w[t - 15] as number;
    const late = w[t - 2] as number;
    const sigma0 = ((early >>> 7) | (early << 25)) ^ ((early >>> 18) | (early << 14)) ^ (early >>> 3);
    const sigma1 = ((late >>> 17) | (late << 15)) ^ ((late >>> 19) | (late << 13)) ^ (late >>> 10);
    w[t] = (sigma1 + (w[t - 7] as number) + sigma0 + (w[t - 16] as number)) | 0;
  }
}

/**
 * Takes the 64 bytes at `at` into the state. The letters are those of the standard; choice and majority are
 * written with one operation less each. Unrolling the rounds gains less than a tenth.
 */
function compress(state: Int32Array, bytes: Uint8Array, at: number): void {
  expand(bytes, at);
  let a = state[0] as number;
  let b = state[1] as number;
  let c = state[2] as number;
  let d = state[3] as number;
  let e = state[4] as number;
  let f = state[5] as number;
  let g = state[6] as number;
  let h = state[7] as number;
  for (let t = 0; t < 64; t += 1) {
    const sum1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
    const choice = g ^ (e & (f ^ g));
    const first = (h + sum1 + choice + (ROUND_CONSTANTS[t] as number) + (schedule[t] as number)) | 0;
    const sum0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
    const majority = (a & b) | (c & (a | b));
    h = g;
    g = f;
    f = e;
    e = (d + first) | 0;
    d = c;
    c = b;
    b = a;
    a = (first + sum0 + majority) | 0;
  }
  state[0] = (state[0] as number) + a;
  state[1] = (state[1] as number) + b;
  state[2] = (state[2] as number) + c;
  state[3] = (state[3] as number) + d;
  state[4] = (state[4] as number) + e;
  state[5] = (state[5] as number) + f;
  state[6] = (state[6] as number) + g;
  state[7] = (state[7] as number) + h;
}
