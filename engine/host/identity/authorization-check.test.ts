/**
 * Who asked for what: a log in which everything is signed is found sound, and whatever is changed in it is found.
 * Method: a log by a real machine and real signatures, and then with one thing in it replaced.
 */
import {
  bytesOfAscii,
  chainOfOpened,
  chainWith,
  encode,
  genesis,
  keyProofText,
  logonFrame,
  MESSAGE_FORMAT,
  type MessageCommand,
  memberFrame,
  placeOrder,
  registerKey,
  registerOwner,
  Side,
  sequencerFrame,
  signatureFrame,
  signSession,
  tick,
} from '@intelligent-ledger/engine/core';
import { secp256k1 } from '@noble/curves/secp256k1.js';
import { expect, test } from 'vitest';
import { AuthorizationCheck } from './authorization-check.ts';
import { Registry } from './registry.ts';
import { roleFrame } from './role-signer.ts';
import { addressOf, isSignedBy, personalMessageHash, SECP256K1_SCHEME } from './signatures.ts';
import { DOMAIN, keyOf, type Logged, ownerOf, SignedLog } from './signed-log.ts';

const ALICE = keyOf(1);
const AGENT = keyOf(2);
const SESSION_KEY = keyOf(3);
const STRANGER = keyOf(4);
const ETHER = Uint8Array.from({ length: 32 }, (_, at) => at + 1);
const ETHER_ADDRESS = addressOf(secp256k1.getPublicKey(ETHER));
const ORDER = { type: 'place_order', market: 0, side: 'buy', price: '1.5', size: '2' };

/** What an Ethereum wallet gives for a message: r, s, and the number of the key from 27 on. */
function etherSignature(text: Uint8Array): string {
  const signature = secp256k1.sign(personalMessageHash(text), ETHER, { prehash: false, format: 'recovered' });
  const [recovery, ...rs] = signature;
  return Buffer.from([...rs, (recovery as number) + 27]).toString('hex');
}

function newLog(): SignedLog {
  return new SignedLog([ownerOf(ALICE), { kind: 3, identity: ETHER_ADDRESS }]);
}

function checked(log: SignedLog, entries: readonly Logged[] = log.entries) {
  const registry = new Registry();
  const check = new AuthorizationCheck(registry);
  registry.setRoleKeys(
    Object.values(log.roles)
      .map(({ publicKey }) => publicKey)
      .join(''),
  );
  for (const entry of entries) {
    const fault = check.check(entry) ?? check.take(entry.records);
    if (fault !== null) return { fault: `${entry.sequence}: ${fault}`, check };
  }
  return { fault: check.end(), check };
}

/** The log with another last entry. */
function withLast(log: SignedLog, change: Partial<Logged>): string | null {
  const last = log.entries.at(-1) as Logged;
  return checked(log, [...log.entries.slice(0, -1), { ...last, ...change }]).fault?.replace(/^\d+: /, '') ?? null;
}

function approvalOf(log: SignedLog, proof: string) {
  const key = { identity: AGENT.publicKey, key_kind: 'ed25519', scope: ['trade'] };
  return log.head({ account: 0, commands: [{ type: 'approve_key', ...key, proof }] });
}

function proofBy(key: typeof AGENT, owner = ALICE): string {
  return key.sign(bytesOfAscii(keyProofText(DOMAIN, owner.publicKey)));
}

function openedSession(log: SignedLog): number {
  const terms = { session_key: SESSION_KEY.publicKey, expires_at: log.time + 3_600_000_000 };
  log.signedBy(ALICE, log.head({ account: 0, commands: [{ type: 'open_session', ...terms }] }));
  return log.entries.length;
}

test('a log in which everything is signed is sound, by owners, keys, sessions and roles', () => {
  const log = newLog();
  log.signedBy(ALICE, log.head({ account: 0, commands: [ORDER] }));
  log.signedBy(ALICE, log.head({ account: 0, commands: [ORDER, ORDER, { type: 'cancel_orders' }] }));
  log.signed(
    log.head({ account: 1, commands: [{ ...ORDER, side: 'sell' }] }),
    SECP256K1_SCHEME,
    ETHER_ADDRESS,
    (text) => {
      const signature = etherSignature(text);
      return signature.slice(0, 128) + (Number.parseInt(signature.slice(128), 16) - 27).toString(16).padStart(2, '0');
    },
  );
  log.signedBy(ALICE, approvalOf(log, proofBy(AGENT)));
  log.signedBy(AGENT, log.head({ account: 0, key: 1, commands: [ORDER] }));
  const opened = openedSession(log);
  const messages = [1, 2, 3].map((nonce) => {
    const sequence = log.entries.length + 1;
    const bytes = log.ofSession(1, log.head({ account: 0, nonce: 5_000 + nonce, commands: [ORDER, ORDER] }));
    return { counter: 5_000 + nonce, sequence, bytes };
  });
  const chain = messages.reduce(chainWith, chainOfOpened(DOMAIN, 1, opened));
  const of_sequence = log.entries.length;
  const signing = { type: 'sign_session', counter: 5_003, of_sequence, chain: Buffer.from(chain).toString('hex') };
  log.signedBy(SESSION_KEY, log.head({ account: 0, session: 1, commands: [signing] }));
  log.ofSession(1, log.head({ account: 0, nonce: 6_000, commands: [ORDER] }));
  const order = { account: 0, validUntil: log.time + 9_000_000, market: 0, price: 3, size: 1, side: Side.buy };
  log.ofLogon(1, 6_001, placeOrder, { ...order, orderType: 1, timeInForce: 1 });
  const { fault, check } = checked(log);
  expect(fault).toBeNull();
  expect(check.counts).toEqual({ sequencer: 1, role: 5, signature: 1 + 4 + 1 + 1 + 1 + 1 + 1, session: 10, logon: 1 });
  const last = log.entries.length;
  expect(check.tails).toEqual([
    { session: 1, fromSequence: last - 1, toSequence: last, messages: 2, micros: 1_000_000, isDisputed: false },
  ]);
  expect(log.entries.flatMap(({ records }) => records).filter(({ name }) => name === 'rejected')).toEqual([]);
});

test('what was changed behind a signature is found', () => {
  const log = newLog();
  log.signedBy(ALICE, log.head({ account: 0, commands: [ORDER] }));
  const { command, frame } = log.entries.at(-1) as Logged;
  const changed = (bytes: Uint8Array, at: number) => bytes.map((byte, index) => (index === at ? byte ^ 1 : byte));
  expect(withLast(log, {})).toBeNull();
  expect(withLast(log, { command: changed(command, 40) })).toBe('it is not the command that was signed');
  expect(withLast(log, { frame: changed(frame, 50) })).toBe('the signature is not that of the sender');
  expect(withLast(log, { frame: changed(frame, 10) })).toBe('the signature is not that of the sender');
  expect(withLast(log, { frame: changed(frame, 7) })).toBe('the frame says another number of commands');
  expect(withLast(log, { frame: new Uint8Array(0) })).toBe('it has no authorization');
  expect(withLast(log, { frame: frame.subarray(0, -1) })).toBe('its frame cannot be read');
  expect(withLast(log, { frame: encode(sequencerFrame, {}) })).toBe('the sequencer may not make such a command');
  expect(withLast(log, { frame: encode(memberFrame, { index: 1, firstSequence: 1 }) })).toBe(
    'it is not the next of its message',
  );
  expect(withLast(log, { frame: encode(logonFrame, { session: 1, counter: 1 }) })).toBe(
    'the frame is of another command',
  );
  for (let at = 112; at < frame.length; at += 7) expect(withLast(log, { frame: changed(frame, at) })).not.toBeNull();
});

test('only the owner, its keys and its sessions speak for an account', () => {
  const stolen = newLog();
  stolen.signedBy(STRANGER, stolen.head({ account: 0, commands: [ORDER] }));
  expect(checked(stolen).fault).toContain('the signature is not that of the sender');
  const foreign = newLog();
  foreign.signedBy(ALICE, foreign.head({ account: 1, commands: [ORDER] }));
  expect(checked(foreign).fault).toContain('the signature is not that of the sender');
  const nobodys = newLog();
  nobodys.signedBy(ALICE, nobodys.head({ account: 5, commands: [ORDER] }));
  expect(checked(nobodys).fault).toContain('there is no such account');
  const keyless = newLog();
  keyless.signedBy(AGENT, keyless.head({ account: 0, key: 1, commands: [ORDER] }));
  expect(checked(keyless).fault).toContain('the owner has no such key');
  const chain = newLog();
  const signing = { type: 'sign_session', counter: 1, of_sequence: 1, chain: '00'.repeat(32) };
  chain.signedBy(ALICE, chain.head({ account: 0, commands: [signing] }));
  expect(checked(chain).fault).toContain('a chain is signed by its session');
});

test('a key is approved only if it has signed that it acts for the owner', () => {
  for (const [proof, isGood] of [
    [proofBy(AGENT), true],
    [proofBy(STRANGER), false],
    [proofBy(AGENT, STRANGER), false],
    ['00'.repeat(64), false],
  ] as const) {
    const log = newLog();
    log.signedBy(ALICE, approvalOf(log, proof));
    const expected = 'the key that is approved has not signed that it acts for the owner';
    expect(withLast(log, {})).toBe(isGood ? null : expected);
  }
});

test('a message is whole, and its commands follow each other', () => {
  const log = newLog();
  log.signedBy(ALICE, log.head({ account: 0, commands: [ORDER, ORDER] }));
  log.signedBy(ALICE, log.head({ account: 0, commands: [ORDER] }));
  const { entries } = log;
  const at = entries.length - 4;
  const without = (index: number) => entries.filter((_, place) => place !== index);
  expect(checked(log).fault).toBeNull();
  expect(checked(log, without(at + 1)).fault).toContain('it is not the next of its message');
  expect(checked(log, without(at + 2)).fault).toContain('the message before it is not whole');
  expect(checked(log, entries.slice(0, at + 2)).fault).toBe('the last message is not whole');
});

test('a session that signs another chain, or is not open, is found', () => {
  const log = newLog();
  const opened = openedSession(log);
  const sequence = log.entries.length + 1;
  const bytes = log.ofSession(1, log.head({ account: 0, nonce: 5_000, commands: [ORDER] }));
  const good = chainWith(chainOfOpened(DOMAIN, 1, opened), { counter: 5_000, sequence, bytes });
  const signing = {
    type: 'sign_session',
    counter: 5_000,
    of_sequence: sequence,
    chain: Buffer.from(good).toString('hex'),
  };
  log.signedBy(SESSION_KEY, log.head({ account: 0, session: 1, commands: [signing] }));
  expect(checked(log).fault).toBeNull();
  // Of a log that forgets a message, the session has signed another chain.
  const without = checked(
    log,
    log.entries.filter((entry) => entry.sequence !== sequence),
  );
  expect(without.fault).toBeNull();
  expect(without.check.disputed).toEqual([1]);
  const beside = newLog();
  openedSession(beside);
  beside.signedBy(SESSION_KEY, beside.head({ account: 0, session: 1, commands: [ORDER] }));
  expect(checked(beside).fault).toContain('a session signs its chain and nothing else');
  // In a session that is not open a message was refused, or somebody made it up.
  const closed = newLog();
  closed.ofSession(1, closed.head({ account: 0, nonce: 5_000, commands: [ORDER] }));
  expect(checked(closed).fault).toBeNull();
  expect(withLast(closed, { records: [] })).toBe('it is of a session that is not open, and was not refused');
});

test('what a session cannot authenticate is found, and what came too late for it is not', () => {
  const log = newLog();
  openedSession(log);
  const chain = { counter: 9_999, ofSequence: log.entries.length, chain: '00'.repeat(32) };
  log.ofLogon(1, 7_000, signSession, { account: 0, validUntil: log.time + 9_000_000, ...chain });
  expect(checked(log).fault).toContain('this needs a signature of its own');
  const inside = newLog();
  openedSession(inside);
  const signing = { type: 'sign_session', counter: 9_999, of_sequence: 1, chain: '00'.repeat(32) };
  inside.ofSession(1, inside.head({ account: 0, commands: [ORDER, signing] }));
  expect(checked(inside).fault).toContain('this needs a signature of its own');
  // A session ends while its messages are on their way.
  for (const ending of [
    { type: 'close_session', session: 1 },
    { type: 'revoke_keys', key: 0 },
  ]) {
    const late = newLog();
    openedSession(late);
    late.signedBy(ALICE, late.head({ account: 0, commands: [ending] }));
    late.ofSession(1, late.head({ account: 0, commands: [ORDER] }));
    late.signedBy(SESSION_KEY, late.head({ account: 0, session: 1, commands: [signing] }));
    expect(late.entries.slice(-2).flatMap(({ records }) => records.map(({ name }) => name))).toEqual([
      'rejected',
      'rejected',
    ]);
    expect(checked(late).fault).toBeNull();
  }
});

test('a chain has what spent a nonce and nothing else, and a tail ends with the last command that may trade', () => {
  const log = newLog();
  const opened = openedSession(log);
  const link = (nonce: number, commands: readonly object[], more: object = {}) => {
    const sequence = log.entries.length + 1;
    const bytes = log.ofSession(1, log.head({ account: 0, nonce, commands, ...more }));
    return { counter: nonce, sequence, bytes };
  };
  const first = link(5_000, [ORDER]);
  // Dead on arrival, and a repeat: neither spends a nonce.
  link(5_001, [ORDER], { valid_until: 6_000 });
  link(5_000, [ORDER]);
  const refused = link(5_002, [{ type: 'cancel_order', order: 77 }]);
  const chain = Buffer.from([first, refused].reduce(chainWith, chainOfOpened(DOMAIN, 1, opened))).toString('hex');
  const signing = { type: 'sign_session', counter: 5_002, of_sequence: refused.sequence, chain };
  log.signedBy(SESSION_KEY, log.head({ account: 0, session: 1, commands: [signing] }));
  const again = { ...signing, counter: 5_003 };
  log.signedBy(SESSION_KEY, log.head({ account: 0, session: 1, commands: [again] }));
  expect(checked(log).check).toMatchObject({ disputed: [], tails: [] });
  link(5_010, [ORDER]);
  log.time += 14_000_000;
  // It is late by now: an order is refused, and cancels are not.
  link(5_011, [ORDER]);
  link(5_012, [{ type: 'cancel_orders' }]);
  const { fault, check } = checked(log);
  expect(fault).toBeNull();
  expect(check.tails).toMatchObject([{ messages: 3, micros: 0, isDisputed: false }]);
});

test('the log begins once, and nobody gives an owner a key but the owner', () => {
  const log = newLog();
  const other = encode(genesis, { blobBytes: 96, ruleVersion: 2, domain: DOMAIN, ownersMax: 1, accountsMax: 1 });
  log.put([{ layout: genesis, command: other, blob: new Uint8Array(96) }], encode(sequencerFrame, {}));
  expect(checked(log).fault).toContain('the log has begun already');
  const given = newLog();
  given.byOperator(registerKey, { owner: 0, keyKind: 1, identity: STRANGER.publicKey });
  expect(checked(given).fault).toContain('no role may send these commands');
});

test('keys of small order sign nothing, whatever library is asked', () => {
  for (const identity of [`01${'00'.repeat(31)}`, '00'.repeat(32), `${'00'.repeat(31)}80`]) {
    const signature = { signature: `01${'00'.repeat(63)}`, recovery: 0 };
    for (let text = 0; text < 20; text += 1) {
      expect(isSignedBy({ kind: 1, identity }, Uint8Array.of(text), signature)).toBe(false);
    }
  }
});

test('roles sign what is theirs, once, in order, and while it lives', () => {
  const log = newLog();
  const owner: MessageCommand = {
    layout: registerOwner,
    command: encode(registerOwner, { ownerKind: 1, identity: '77'.repeat(32) }),
  };
  const framed = (key: typeof ALICE, nonce: number, validUntil: number, commands = [owner]) => {
    return roleFrame(DOMAIN, key, { nonce, validUntil, commands });
  };
  const { operator, prices } = log.roles;
  const late = log.time + 60_000_000;
  log.put([owner], framed(operator, log.time + 1, late));
  const { frame } = log.entries.at(-1) as Logged;
  expect(withLast(log, {})).toBeNull();
  expect(withLast(log, { frame: framed(prices, log.time, late) })).toBe(
    'the signature is not that of the role operator',
  );
  expect(withLast(log, { frame: framed(operator, 5, late) })).toBe('the nonce of the role operator does not ascend');
  expect(withLast(log, { frame: framed(operator, log.time + 1, 5) })).toBe(
    'the message of the role operator was dead by then',
  );
  const order = { layout: placeOrder, command: encode(placeOrder, {}) };
  expect(withLast(log, { frame: framed(operator, log.time + 1, late, [order]) })).toBe(
    'no role may send these commands',
  );
  const again = { ...(log.entries.at(-1) as Logged), sequence: log.entries.length + 1 };
  expect(checked(log, [...log.entries, { ...again, frame }]).fault).toContain('does not ascend');
});

test('a tick is signed for its place in the log', () => {
  const log = newLog();
  const ticks = [{ layout: tick, command: encode(tick, {}) }];
  const place = log.entries.length + 1;
  const frameAt = (nonce: number) => {
    return roleFrame(DOMAIN, log.roles.operator, { nonce, validUntil: log.time + 60_000_000, commands: ticks });
  };
  log.put(ticks, frameAt(place));
  expect(withLast(log, {})).toBeNull();
  expect(withLast(log, { frame: frameAt(place + 1) })).toBe('the tick was signed for another place in the log');
  expect(withLast(log, { frame: encode(sequencerFrame, {}) })).toBe('the sequencer may not make such a command');
});

test('an order is amended in the market by whose decimals its terms were signed', () => {
  const log = newLog();
  log.signedBy(ALICE, log.head({ account: 0, commands: [ORDER] }));
  log.signedBy(
    ALICE,
    log.head({ account: 0, commands: [{ type: 'amend_order', market: 0, order: 1, price: '1', size: '1' }] }),
  );
  const { records } = log.entries.at(-1) as Logged;
  expect(withLast(log, {})).toBeNull();
  const elsewhere = records.map((record) => ({ ...record, values: { ...record.values, market: 1 } }));
  expect(withLast(log, { records: elsewhere })).toBe('the order is in another market than was signed');
});

test('a frame of a signature says its scheme, and no other is tried', () => {
  const log = newLog();
  log.signedBy(ALICE, log.head({ account: 0, commands: [ORDER] }));
  const { frame } = log.entries.at(-1) as Logged;
  const text = frame.subarray(signatureFrame.byteLength);
  const other = { scheme: SECP256K1_SCHEME, signer: ALICE.publicKey, signature: ALICE.sign(text), commandCount: 1 };
  const head = encode(signatureFrame, { ...other, payloadFormat: MESSAGE_FORMAT, signedBytes: text.length });
  expect(withLast(log, { frame: Buffer.concat([head, text]) })).toBe('the signature is not that of the sender');
});
