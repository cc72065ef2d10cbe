/**
 * What signed bytes become: every command of users can be asked for, each property goes where it belongs, and whatever
 * is not quite right is refused with the place. Method: examples by hand, and texts with one thing wrong.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decode, encode, firstFault } from '../schema/codec.ts';
import { COMMANDS, openMessage, placeOrder } from '../schema/command.ts';
import { userHead } from '../schema/user-command.ts';
import { COMMAND_FORMS } from './command-forms.ts';
import { isMessageFault, type MessageFault } from './message-fault.ts';
import { bytesOfAscii, messageText } from './message-text.ts';
import { type Message, type MessageRegistry, readMessage } from './read-message.ts';
import { roleOf } from './role-message.ts';

const DOMAIN = 'd0'.repeat(32);
/** Market 3 has lots of a ten-thousandth, asset 1 has nine decimals. */
const REGISTRY: MessageRegistry = {
  domain: DOMAIN,
  sizeDecimalsOf: (market) => (market === 3 ? 4 : undefined),
  assetDecimalsOf: (asset) => [6, 9][asset],
};
const HEAD = { account: 12, nonce: 1_000_000, valid_until: 1_764_221_294_567_000 };
const HEAD_VALUES = { account: 12, nonce: 1_000_000, validUntil: 1_764_221_294_567_000 };
const ORDER = { type: 'place_order', market: 3, side: 'buy', price: '100.25', size: '0.5' };

function read(message: unknown, domain = DOMAIN): Message | MessageFault {
  return readMessage(bytesOfAscii(messageText(domain, JSON.stringify(message))), REGISTRY);
}

function message(...commands: unknown[]): Message {
  const made = read({ ...HEAD, commands });
  if (isMessageFault(made)) throw new Error(`${made.fault} ${made.path}`);
  return made;
}

function faultOf(command: object): string {
  const made = read({ ...HEAD, commands: [command] });
  return isMessageFault(made) ? `${made.fault} ${made.path}` : 'none';
}

test('an order becomes ticks and lots by the decimals of its market', () => {
  const made = message({
    ...ORDER,
    post_only: true,
    reduce_only: true,
    slippage: '0.005',
    client_order_id: 'ab'.repeat(16),
  });
  expect(made).toMatchObject({ account: 12, key: 0, session: 0, nonce: 1_000_000 });
  expect(made.commands.length).toBe(1);
  expect(decode(placeOrder, made.commands[0]?.command as Uint8Array)).toMatchObject({
    ...HEAD_VALUES,
    ...{ market: 3, side: 1, price: 10_025, size: 5_000, orderType: 1, timeInForce: 1, flags: 3, slippage: 5_000 },
    clientOrderId: 'ab'.repeat(16),
  });
});

test('several commands are one message, with places for nonces', () => {
  const { commands } = message(ORDER, { type: 'cancel_order', order: 55 }, ORDER);
  expect(commands.map(({ layout }) => layout.name)).toEqual(['openMessage', 'placeOrder', 'cancelOrder', 'placeOrder']);
  expect(commands[0]?.command).toEqual(encode(openMessage, { ...HEAD_VALUES, commands: 3 }));
  const nonces = commands.slice(1).map(({ layout, command }) => decode(layout, command)['nonce']);
  expect(nonces).toEqual([1, 2, 3]);
});

/** By type, properties and what they become. */
const EXAMPLES: readonly [object, object][] = [
  [
    { ...ORDER, type: 'replace_order', replaced: 7 },
    { replaced: 7, price: 10_025 },
  ],
  [
    { type: 'amend_order', market: 3, order: 9, price: '1', size: '2', expiry: 5 },
    { order: 9, price: 100, size: 20_000 },
  ],
  [{ type: 'cancel_order', order: 9 }, { order: 9 }],
  [{ type: 'cancel_by_client_order_id', client_order_id: 'cd'.repeat(16) }, { clientOrderId: 'cd'.repeat(16) }],
  [{ type: 'cancel_orders' }, { filter: 0 }],
  [
    { type: 'cancel_orders', whole_owner: true, market: 0, session: 4 },
    { filter: 1 | 2 | 8, market: 0, ofSession: 4 },
  ],
  [
    { type: 'cancel_orders', key: 2, order_group: 3 },
    { filter: 4 | 16, ofKey: 2, ofGroup: 3 },
  ],
  [{ type: 'schedule_cancel', at: 77 }, { at: 77 }],
  [{ type: 'set_self_trade', self_trade: 'expire_both' }, { selfTrade: 3 }],
  [
    { type: 'set_order_group', fill_limit: 10, window_millis: 500 },
    { fillLimit: 10, windowMillis: 500, group: 0 },
  ],
  [{ type: 'revoke_keys', key: 3 }, { ofKey: 3 }],
  [
    { type: 'open_session', session_key: '0f'.repeat(32), expires_at: 9 },
    { sessionKey: '0f'.repeat(32), expiresAt: 9 },
  ],
  [
    { type: 'sign_session', counter: 4, of_sequence: 6, chain: '1e'.repeat(32) },
    { counter: 4, ofSequence: 6 },
  ],
  [{ type: 'close_session', session: 8 }, { ofSession: 8 }],
  [
    { type: 'transfer', asset: 1, amount: '1.5', to_account: 2 },
    { amount: 1_500_000_000, toAccount: 2 },
  ],
  [
    { type: 'convert', asset: 1, amount: '1.5', direction: 'to_dollar' },
    { amount: 1_500_000_000, direction: 1 },
  ],
  [
    { type: 'convert', asset: 1, amount: '1.5', direction: 'to_coin' },
    { amount: 1_500_000, direction: 2 },
  ],
  [{ type: 'set_auto_conversion', converts: true }, { converts: 1 }],
  [{ type: 'pin_destination', destination: '2d'.repeat(32) }, { destination: '2d'.repeat(32) }],
  [
    { type: 'request_withdrawal', asset: 0, amount: '0.000001' },
    { amount: 1, asset: 0 },
  ],
  [{ type: 'claim_suspense', asset: 1 }, { asset: 1 }],
  [
    { type: 'approve_builder', builder: 5, rate_max: '0.0001' },
    { builder: 5, rateMax: 10_000 },
  ],
  [{ type: 'set_referrer', referrer: 5 }, { referrer: 5 }],
  [{ type: 'claim_rewards' }, {}],
];

test.each(EXAMPLES)('%j', (given, values) => {
  const { layout, command } = message(given).commands[0] as Message['commands'][0];
  expect(decode(layout, command)).toMatchObject({ ...HEAD_VALUES, ...values });
  expect(firstFault(layout, command)).toBe(-1);
});

test('a key is approved with its bounds, and its proof is kept for whoever checks it', () => {
  const proof = '5a'.repeat(64);
  const given = {
    type: 'approve_key',
    identity: '0b'.repeat(32),
    key_kind: 'ed25519',
    proof,
    scope: ['trade', 'read'],
  };
  const bounds = { order_value_max: '100.5', only_account: 12, only_markets: [1, 3], commands_per_second: 7 };
  const { layout, command, blob, proof: kept } = message({ ...given, ...bounds }).commands[0] as Message['commands'][0];
  const values = {
    scope: 5,
    keyKind: 1,
    orderValueMax: 100_500_000,
    ofAccount: 13,
    commandsPerSecond: 7,
    blobBytes: 8,
  };
  expect(decode(layout, command)).toMatchObject(values);
  expect(blob).toEqual(Uint8Array.of(1, 0, 0, 0, 3, 0, 0, 0));
  expect(kept).toBe(proof);
});

test('every command of users can be asked for, with every field that it has', () => {
  const asked = new Map(Object.values(COMMAND_FORMS).map((form) => [form.layout, form.properties]));
  for (const layout of COMMANDS) {
    const isOfUsers = roleOf(layout) === undefined && !['genesis', 'continueWork', 'registerKey'].includes(layout.name);
    expect(asked.has(layout), layout.name).toBe(isOfUsers && layout !== openMessage);
    const reached = Object.values(asked.get(layout) ?? {}).flatMap((form) => {
      return 'field' in form ? [form.field, ...('flags' in form ? [form.flags] : [])] : [];
    });
    // What may hold nothing but zero is not there to be said.
    const open = layout.fields.filter(({ name, kind, most }) => !(name in userHead) && (kind === 'bytes' || most > 0));
    if (asked.has(layout)) expect(new Set(reached), layout.name).toEqual(new Set(open.map(({ name }) => name)));
  }
});

test.each<[object, string]>([
  [{ ...ORDER, price: 100 }, 'typeWrong commands[0].price'],
  [{ ...ORDER, price: '100.255' }, 'decimalsTooMany commands[0].price'],
  [{ ...ORDER, price: '100.250' }, 'none'],
  [{ ...ORDER, price: '0' }, 'valueOutOfRange commands[0].price'],
  [{ ...ORDER, price: '-1' }, 'valueOutOfRange commands[0].price'],
  [{ ...ORDER, price: '1e2' }, 'valueOutOfRange commands[0].price'],
  [{ ...ORDER, price: '010' }, 'valueOutOfRange commands[0].price'],
  [{ ...ORDER, price: '10000000' }, 'valueOutOfRange commands[0].price'],
  [{ ...ORDER, price: '999999999999999999' }, 'valueOutOfRange commands[0].price'],
  [{ ...ORDER, size: '0.00001' }, 'decimalsTooMany commands[0].size'],
  [{ ...ORDER, market: 4 }, 'marketUnknown commands[0].market'],
  [{ ...ORDER, market: -1 }, 'valueOutOfRange commands[0].market'],
  [{ ...ORDER, market: 3.5 }, 'valueOutOfRange commands[0].market'],
  [{ ...ORDER, market: '3' }, 'typeWrong commands[0].market'],
  [{ ...ORDER, side: 'BUY' }, 'valueOutOfRange commands[0].side'],
  [{ ...ORDER, side: 1 }, 'typeWrong commands[0].side'],
  [{ ...ORDER, post_only: 1 }, 'typeWrong commands[0].post_only'],
  [{ ...ORDER, time_in_force: 'good_till_cancelled' }, 'none'],
  [{ ...ORDER, self_trade: 'account_default' }, 'none'],
  [{ ...ORDER, client_order_id: 'AB'.repeat(16) }, 'valueOutOfRange commands[0].client_order_id'],
  [{ ...ORDER, client_order_id: 'ab' }, 'valueOutOfRange commands[0].client_order_id'],
  [{ ...ORDER, trigger_price: '1' }, 'propertyUnknown commands[0].trigger_price'],
  [{ type: 'place_order', market: 3, side: 'buy', price: '1' }, 'propertyMissing commands[0].size'],
  [{ type: 'amend_order', order: 9, price: '1', size: '2' }, 'propertyMissing commands[0].market'],
  [{ type: 'tick' }, 'commandTypeUnknown commands[0].type'],
  [{ type: 'open_message' }, 'commandTypeUnknown commands[0].type'],
  [{ type: 'toString' }, 'commandTypeUnknown commands[0].type'],
  [{ type: 5 }, 'typeWrong commands[0].type'],
  [{}, 'propertyMissing commands[0].type'],
  [[], 'typeWrong commands[0]'],
  [{ type: 'transfer', asset: 7, amount: '1', to_account: 1 }, 'assetUnknown commands[0].asset'],
  [{ type: 'claim_rewards', toString: 1 }, 'propertyUnknown commands[0].toString'],
])('of %j it is said: %s', (command, expected) => {
  expect(faultOf(command)).toBe(expected);
});

test.each<[unknown, string]>([
  [[], 'jsonMalformed '],
  [null, 'jsonMalformed '],
  [HEAD, 'propertyMissing commands'],
  [{ ...HEAD, commands: {} }, 'typeWrong commands'],
  [{ ...HEAD, commands: [] }, 'commandCountWrong commands'],
  [{ ...HEAD, commands: new Array(64).fill(ORDER) }, 'commandCountWrong commands'],
  [{ ...HEAD, commands: [ORDER, 5] }, 'typeWrong commands[1]'],
  [{ ...HEAD, commands: [ORDER], more: 1 }, 'propertyUnknown more'],
  [{ account: 1, nonce: 2, commands: [ORDER] }, 'propertyMissing valid_until'],
  [{ ...HEAD, account: '1', commands: [ORDER] }, 'typeWrong account'],
  [{ ...HEAD, account: 4_294_967_296, commands: [ORDER] }, 'valueOutOfRange account'],
  [{ ...HEAD, nonce: -1, commands: [ORDER] }, 'valueOutOfRange nonce'],
  [{ ...HEAD, nonce: 63, commands: [ORDER] }, 'valueOutOfRange nonce'],
  [{ ...HEAD, nonce: HEAD.valid_until + 1, commands: [ORDER] }, 'valueOutOfRange nonce'],
])('a message %j is refused: %s', (given, expected) => {
  const made = read(given);
  expect(isMessageFault(made) ? `${made.fault} ${made.path}` : 'none').toBe(expected);
});

test('what was signed for another exchange, or for something else, is no message', () => {
  const body = JSON.stringify({ ...HEAD, commands: [ORDER] });
  const faultOfText = (text: string) => {
    const made = readMessage(bytesOfAscii(text), REGISTRY);
    return isMessageFault(made) ? made.fault : 'none';
  };
  expect(faultOfText(messageText(DOMAIN, body))).toBe('none');
  expect(faultOfText(messageText('d1'.repeat(32), body))).toBe('exchangeOther');
  for (const text of [body, '', `Intelligent Ledger message 2\nexchange ${DOMAIN}\n${body}`, `\n${body}`]) {
    expect(faultOfText(text)).toBe('textMalformed');
  }
  expect(readMessage(Uint8Array.of(...bytesOfAscii(messageText(DOMAIN, body)), 0xc3), REGISTRY)).toEqual({
    fault: 'textMalformed',
    path: '',
  });
});

test('whatever the bytes, reading does not throw, and what it makes is well formed', () => {
  const good = messageText(DOMAIN, JSON.stringify({ ...HEAD, commands: EXAMPLES.slice(0, 4).map(([given]) => given) }));
  const anyEdit = fc.record({ at: fc.nat(good.length), take: fc.nat(8), put: fc.stringMatching(/^[ -~]{0,6}$/) });
  let made = 0;
  fc.assert(
    fc.property(fc.array(anyEdit, { maxLength: 3 }), (edits) => {
      const text = edits.reduce((was, { at, take, put }) => was.slice(0, at) + put + was.slice(at + take), good);
      const read = readMessage(bytesOfAscii(text), REGISTRY);
      if (isMessageFault(read)) return;
      made += 1;
      for (const { layout, command } of read.commands) expect(firstFault(layout, command)).toBe(-1);
    }),
    { seed: 64, numRuns: 10_000 },
  );
  expect(made).toBeGreaterThan(100);
});
