/** Messages of roles: what was written reads back, and what is not quite it is refused. */
import { expect, test } from 'vitest';
import { encode } from '../schema/codec.ts';
import { createMarket, placeOrder, setMarkPrice, tick } from '../schema/command.ts';
import { bytesOfAscii } from './message-text.ts';
import { type RoleMessage, readRoleMessage, roleMessageBytes, roleOf } from './role-message.ts';

const DOMAIN = 'd0'.repeat(32);
const BLOB = Uint8Array.of(1, 0, 0, 0, 255, 0, 0, 0);
const MESSAGE: RoleMessage = {
  nonce: 7,
  validUntil: 1_764_221_294_567_000,
  commands: [
    { layout: setMarkPrice, command: encode(setMarkPrice, { market: 3 }) },
    { layout: createMarket, command: encode(createMarket, { blobBytes: BLOB.length, maxPrice: 9 }), blob: BLOB },
  ],
};

test('a message reads back as it was written', () => {
  expect(readRoleMessage(roleMessageBytes(DOMAIN, MESSAGE), DOMAIN)).toEqual(MESSAGE);
});

test('its text says what it is, for which exchange, until when, and names the commands', () => {
  const lines = Buffer.from(roleMessageBytes(DOMAIN, MESSAGE)).toString('latin1').split('\n');
  expect(lines.slice(0, 3)).toEqual([
    'Intelligent Ledger role message 1',
    `exchange ${DOMAIN}`,
    'nonce 7 until 1764221294567000',
  ]);
  expect(lines[3]).toMatch(/^setMarkPrice [0-9a-f]{128}$/);
  expect(lines[4]).toMatch(/^createMarket [0-9a-f]{144}$/);
});

test('each role has commands of its own, and none has those of users', () => {
  expect([tick, setMarkPrice, placeOrder].map(roleOf)).toEqual(['operator', 'prices', undefined]);
});

const GOOD = Buffer.from(roleMessageBytes(DOMAIN, MESSAGE)).toString('latin1');

test.each<[string, string, string]>([
  ['another exchange', GOOD.replace(DOMAIN, 'd1'.repeat(32)), 'textMalformed'],
  ['no commands', GOOD.slice(0, GOOD.indexOf('setMarkPrice')), 'commandCountWrong'],
  ['no end of the last line', GOOD.slice(0, -1), 'textMalformed'],
  ['a nonce with a zero before it', GOOD.replace('nonce 7', 'nonce 07'), 'textMalformed'],
  ['a nonce that no double holds', GOOD.replace('nonce 7', 'nonce 9007199254740993'), 'textMalformed'],
  ['a command that there is not', GOOD.replace('setMarkPrice', 'setMarkPrices'), 'commandTypeUnknown'],
  ['a command that is too short', GOOD.replace(/00\ncreate/, '\ncreate'), 'commandTypeUnknown'],
  [
    'a name that is not that of the command',
    GOOD.replace('setMarkPrice 2b', 'tick 2b').replace('setMarkPrice', 'tick'),
    'commandTypeUnknown',
  ],
  ['a blob of another length than the command says', `${GOOD.slice(0, -1)}00\n`, 'commandTypeUnknown'],
  ['half a byte', GOOD.replace(/0\ncreate/, '\ncreate'), 'commandTypeUnknown'],
])('a message with %s is refused', (_, text, fault) => {
  expect(readRoleMessage(bytesOfAscii(text), DOMAIN)).toMatchObject({ fault });
});
