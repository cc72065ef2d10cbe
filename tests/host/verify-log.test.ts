/**
 * Who asked for what, from a journal on the disk: where everything was signed, ticks included, `verify-log` finds every
 * entry authorized, and a command that came without an authorization is found. Method: a real host, real signatures.
 */
import {
  bytesOfAscii,
  createMarket,
  encode,
  encodeBands,
  genesis,
  isMessageFault,
  type Layout,
  MarketKind,
  MarketState,
  MESSAGE_FORMAT,
  type MessageCommand,
  messageText,
  OwnerKind,
  openAccount,
  readMessage,
  registerOwner,
  sequencerFrame,
  signatureFrame,
  type Ticks,
} from '@intelligent-ledger/engine/core';
import {
  CommandBatch,
  dataDirectories,
  ED25519_SCHEME,
  type EnginePort,
  RoleSigner,
  signingKeyOf,
  verifyLog,
} from '@intelligent-ledger/engine/host';
import { afterEach, expect, test } from 'vitest';
import { sendTraffic, submitted, TestHosts } from './hosts.ts';
import { Traffic } from './traffic.ts';

const DOMAIN = 'da'.repeat(32);
const SIZE_DECIMALS = 2;
const OPERATOR = '0f'.repeat(32);
const OWNER = signingKeyOf('1f'.repeat(32));
const hosts = new TestHosts();

afterEach(() => hosts.removeAll());

const now = () => Date.now() * 1_000;

/** Sends a message and answers the codes of its commands. */
async function send(port: EnginePort, commands: readonly MessageCommand[], frame: Uint8Array): Promise<number[]> {
  const batch = new CommandBatch();
  batch.addMessage(commands, frame);
  return [...(await submitted(port, batch)).codes];
}

/** An exchange with a market, and an owner who signs. */
async function setUp(port: EnginePort): Promise<void> {
  const operator = signingKeyOf(OPERATOR);
  const blob = Buffer.from(operator.publicKey.repeat(3), 'hex');
  const rooms = { ownersMax: 4, accountsMax: 4, marketsMax: 1, ordersMax: 1_000, levelsMax: 1_000 };
  const work = { makersPerCommandMax: 8, drainPerCommandMax: 8 };
  const start = encode(genesis, { blobBytes: blob.length, ruleVersion: 2, domain: DOMAIN, ...rooms, ...work });
  const codes = await send(port, [{ layout: genesis, command: start, blob }], encode(sequencerFrame, {}));
  const signer = new RoleSigner(DOMAIN, operator);
  const bands = encodeBands([{ from: 1 as Ticks, step: 1 as Ticks }]);
  const terms = { marketKind: MarketKind.perpetual, state: MarketState.open, maxPrice: 10_000, maxSize: 1_000 };
  const of = (layout: Layout, values: object) => ({ layout, command: encode(layout, values) });
  const commands: MessageCommand[] = [
    of(registerOwner, { ownerKind: OwnerKind.ed25519, identity: OWNER.publicKey }),
    of(openAccount, { owner: 0 }),
    { ...of(createMarket, { ...terms, sizeDecimals: SIZE_DECIMALS, blobBytes: bands.length }), blob: bands },
  ];
  codes.push(...(await send(port, commands, signer.frameFor(commands, now()))));
  expect(codes).toEqual([0, 0, 0, 0]);
}

/** A message that the owner signs. */
function ask(port: EnginePort, nonce: number, commands: readonly object[]): Promise<number[]> {
  const body = { account: 0, nonce, valid_until: now() + 30_000_000, commands };
  const text = bytesOfAscii(messageText(DOMAIN, JSON.stringify(body)));
  const registry = { domain: DOMAIN, sizeDecimalsOf: () => SIZE_DECIMALS, assetDecimalsOf: () => undefined };
  const message = readMessage(text, registry);
  if (isMessageFault(message)) throw new Error(message.fault);
  const signed = { signer: OWNER.publicKey, signature: OWNER.sign(text), signedBytes: text.length };
  const terms = { scheme: ED25519_SCHEME, payloadFormat: MESSAGE_FORMAT, commandCount: message.commands.length };
  return send(port, message.commands, Buffer.concat([encode(signatureFrame, { ...signed, ...terms }), text]));
}

test('a log in which everything is signed is verified, ticks included, and what was not signed is found', async () => {
  const data = hosts.newData();
  const host = await hosts.start(data, { operatorKey: OPERATOR });
  const port = host.openPort();
  await setUp(port);
  const order = { type: 'place_order', market: 0, side: 'buy', price: '0.5', size: '2' };
  expect(await ask(port, 1_000, [order, { ...order, expiry: now() + 1_000_000 }])).toEqual([0, 0, 0]);
  const stream = port.records();
  // The sequencer itself lets the second order go.
  while (host.status.get('engine_ticks_total') === 0) await stream.next();
  stream.close();
  expect(await ask(port, 1_001, [{ type: 'cancel_orders' }])).toEqual([0]);
  const verify = () => verifyLog(dataDirectories(data), { onProgress: () => undefined });
  const last = host.status.get('engine_durable_sequence');
  await hosts.stop(host);
  const sound = await verify();
  expect(sound.findings.filter(({ holds }) => !holds)).toEqual([]);
  expect(sound.facts).toMatchObject({ entries: last, by_sequencer: 1, by_role: 4, by_signature: 4, unsigned_tails: 0 });
  await expect(hosts.start(data, { operatorKey: '2f'.repeat(32) })).rejects.toThrow('not the one that this exchange');
  const again = await hosts.start(data);
  await sendTraffic(again.openPort(), new Traffic(31), 1, 1);
  await hosts.stop(again);
  const [found] = (await verify()).findings;
  expect(found).toEqual({ what: `entry ${last + 1}: it has no authorization`, holds: false });
});
