/** Examples, worked out by hand, of keys: how owners come to them, revoke them, and when they are dead. */
import {
  approveKey,
  CancelFilter,
  cancelOrder,
  KeyScope,
  OwnerKind,
  placeOrder,
  registerKey,
  revokeKeys,
  Side,
  upgradeRules,
} from '@intelligent-ledger/engine/core';
import { expect, test } from 'vitest';
import { draftOf } from '../../workload/draft.ts';
import { plain } from '../../workload/market-template.ts';
import { NaiveExchange } from '../naive-exchange.ts';
import { senderOf } from '../queue/queue-log.ts';
import { begun, expired, keyed, outOfMarkets, outOfScope, refusal, revoked, storyOf, tooDear } from './key-log.ts';

const price = 100;
/** An account of the first owner beside account 0. */
const SIBLING = 2;
const FOR_CANCELS = { scope: KeyScope.cancel };
const ADDRESS = `${'05'.repeat(20)}${'00'.repeat(12)}`;

test('a key that an owner approves acts for it, and each command says anew what it may do', () => {
  const log = begun();
  log.approveKey(1);
  log.place({ price, key: 1 });
  log.approveKey(1, { ...FOR_CANCELS, account: SIBLING });
  log.place({ price, key: 1 });
  log.cancel(1, 0, { key: 1 });
  log.approveKey(2, { account: 1 });
  log.place({ price, key: 2 });
  expect(storyOf(log, 7)).toEqual([
    'approve key 1 of owner 0: epoch 1',
    'place 1',
    'approve key 1 of owner 0: epoch 1',
    outOfScope,
    'cancel 1: 1, cancelledByUser',
    'approve key 2 of owner 1: epoch 1',
    refusal(placeOrder, 'keyUnknown', 'key'),
  ]);
});

test('a key that was registered trades without bounds until its owner says otherwise', () => {
  const log = begun();
  log.addKey(0, 1);
  log.place({ price, key: 1, size: 1_000 });
  log.approveKey(1, { orderValueMax: 100 });
  log.place({ price, key: 1, size: 2 });
  log.place({ price, key: 1 });
  log.addKey(0, 1);
  expect(storyOf(log, 5)).toEqual([
    'place 1',
    'approve key 1 of owner 0: epoch 1',
    tooDear,
    'place 2',
    refusal(registerKey, 'keyAlreadyRegistered', 'identity'),
  ]);
});

test('what is asked of an approval comes in the order of the page', () => {
  const log = begun({ keysMax: 2 });
  const wrong = { keyKind: OwnerKind.secp256k1, expiresAt: log.time, ofAccount: 2 };
  log.approveKey(1, { ...wrong, key: 1 }, [0, 0]);
  log.addKey(0, 1);
  log.addKey(1, 2);
  log.approveKey(1, { ...wrong, key: 1 }, [0, 0]);
  log.approveKey(2, wrong, [0, 0]);
  log.approveKey(2, { ...wrong, keyKind: OwnerKind.ed25519 }, [0, 0]);
  log.approveKey(2, { ofAccount: 2 }, [0, 0]);
  log.approveKey(2, { ofAccount: 99 }, [0, 0]);
  log.approveKey(2, { ofAccount: 1 }, [0, 0]);
  log.approveKey(2, { ofAccount: 1 }, [0]);
  log.approveKey(3);
  const said = (code: string, field: string) => refusal(approveKey, code, field);
  expect(storyOf(log, 11)).toEqual([
    said('keyUnknown', 'key'),
    'keyRegistered',
    'keyRegistered',
    said('keyIsNotOwner', 'key'),
    said('fieldOutOfRange', 'identity'),
    said('expiryNotAhead', 'expiresAt'),
    said('accountUnknown', 'ofAccount'),
    said('accountUnknown', 'ofAccount'),
    'reject: keyMarketsInvalid',
    said('keyAlreadyRegistered', 'identity'),
    'reject: keysFull',
  ]);
});

test('a kind and an identity together name a key, and an address leaves the last twelve bytes zero', () => {
  const log = begun();
  log.approveKey(5, { keyKind: OwnerKind.ed25519, identity: ADDRESS });
  log.approveKey(5, { keyKind: OwnerKind.secp256k1, identity: ADDRESS });
  log.approveKey(5, { keyKind: OwnerKind.ed25519, identity: ADDRESS });
  const approved = (key: number) => `approve key ${key} of owner 0: epoch 1`;
  expect(storyOf(log, 3)).toEqual([approved(1), approved(2), approved(1)]);
});

test.each<[string, number[]]>([
  ['that does not exist', [0, 3]],
  ['twice', [1, 1]],
  ['in descending order', [2, 1]],
])('markets are refused that have one %s', (_, markets) => {
  const log = begun();
  log.openMarket(plain);
  log.openMarket(plain);
  log.approveKey(1, {}, markets);
  expect(storyOf(log, 1)).toEqual(['reject: keyMarketsInvalid']);
});

test('markets are whole numbers of four bytes, at most eight', () => {
  const log = begun({ marketsMax: 9 });
  for (let left = 8; left > 0; left -= 1) log.openMarket(plain);
  const approval = { ...senderOf(log), keyKind: OwnerKind.ed25519, identity: ADDRESS };
  log.add(draftOf(approveKey, approval, new Uint8Array(3)));
  log.approveKey(1, {}, [0, 1, 2, 3, 4, 5, 6, 7, 8]);
  log.approveKey(1, {}, [0, 1, 2, 3, 4, 5, 6, 8]);
  log.place({ price, market: 8, key: 1 });
  log.place({ price, market: 7, key: 1 });
  expect(storyOf(log, 5)).toEqual([
    'reject: keyMarketsInvalid',
    'reject: commandLengthWrong, field 2',
    'approve key 1 of owner 0: epoch 1',
    'place 1',
    outOfMarkets,
  ]);
});

test('an owner adds 64 keys, those that were registered included, and may set anew what they do', () => {
  const log = begun({ keysMax: 65 });
  log.addKey(0, 100);
  for (let identity = 1; identity < 64; identity += 1) log.approveKey(identity);
  log.approveKey(64);
  log.approveKey(63, FOR_CANCELS);
  log.approveKey(64, { account: 1 });
  log.approveKey(65, { account: 1 });
  expect(storyOf(log, 4)).toEqual([
    'reject: keyQuotaReached',
    'approve key 64 of owner 0: epoch 1',
    'approve key 65 of owner 1: epoch 1',
    'reject: keysFull',
  ]);
});

test('a key is revoked by itself or with all of its owner, and lives again once it is approved', () => {
  const log = begun();
  log.approveKey(1);
  log.addKey(0, 2);
  log.addKey(1, 3);
  log.revokeKeys(1);
  log.place({ price, key: 1 });
  log.place({ price, key: 2 });
  log.revokeKeys(0, { account: SIBLING });
  log.place({ price, key: 2 });
  log.place({ price: 200, side: Side.sell, key: 3 });
  log.approveKey(2);
  log.place({ price, key: 2 });
  log.place({ price, key: 1 });
  log.revokeKeys(2);
  log.revokeKeys(2);
  log.addKey(0, 4);
  log.place({ price, key: 4 });
  expect(storyOf(log, 13)).toEqual([
    'revoke key 1 of owner 0: epoch 1',
    revoked,
    'place 1',
    'revoke all keys of owner 0: epoch 2',
    revoked,
    'place 2',
    'approve key 2 of owner 0: epoch 2',
    'place 3',
    revoked,
    'revoke key 2 of owner 0: epoch 2',
    'revoke key 2 of owner 0: epoch 2',
    'keyRegistered',
    'place 4',
  ]);
});

test('only the owner itself revokes, and only its own keys, under every version of the rules', () => {
  const log = begun({ ruleVersion: 1 });
  log.addKey(0, 1);
  log.addKey(1, 2);
  for (const key of [1, 9]) {
    log.revokeKeys(0, { key });
    log.approveKey(1, { key });
  }
  log.add(draftOf(upgradeRules, { ruleVersion: 2 }));
  log.revokeKeys(1, { key: 1 });
  for (const key of [2, 3]) log.revokeKeys(key);
  const notOwner = [refusal(revokeKeys, 'keyIsNotOwner', 'key'), refusal(approveKey, 'keyIsNotOwner', 'key')];
  const unknown = refusal(revokeKeys, 'keyUnknown', 'ofKey');
  expect(storyOf(log, 8)).toEqual([
    ...notOwner,
    ...notOwner,
    'rulesUpgraded',
    refusal(revokeKeys, 'keyIsNotOwner', 'key'),
    unknown,
    unknown,
  ]);
});

test('a key is dead from the time on at which it expires', () => {
  const log = keyed({ expiresAt: 2_000 });
  log.time = 1_999;
  log.place({ price, key: 1 });
  log.time = 2_000;
  log.place({ price, key: 1 });
  log.cancel(1, 0, { key: 1 });
  log.approveKey(1, { expiresAt: 2_000 });
  log.approveKey(1, { expiresAt: 2_001 });
  log.place({ price, key: 1 });
  expect(storyOf(log, 6)).toEqual([
    'place 1',
    expired,
    refusal(cancelOrder, 'keyExpired', 'key'),
    refusal(approveKey, 'expiryNotAhead', 'expiresAt'),
    'approve key 1 of owner 0: epoch 1',
    'place 2',
  ]);
});

test('life is asked in the order of the page, before the valid-until and the nonce', () => {
  const log = keyed({ expiresAt: 2_000, ofAccount: 1 });
  log.place({ price, key: 1, account: SIBLING, nonce: 500, validUntil: 0 });
  log.time = 2_000;
  log.place({ price, key: 1, account: SIBLING, nonce: 500, validUntil: 0 });
  log.revokeKeys(1);
  log.place({ price, key: 1, account: SIBLING, nonce: 500, validUntil: 0 });
  log.approveKey(1, { ofAccount: 1 });
  log.place({ price, key: 1, nonce: 500 });
  const elsewhere = refusal(placeOrder, 'keyOutOfScope', 'account');
  expect(storyOf(log, 6)).toEqual([
    elsewhere,
    expired,
    'revoke key 1 of owner 0: epoch 1',
    revoked,
    'approve key 1 of owner 0: epoch 1',
    'place 1',
  ]);
});

test('the nonces of a key stay spent, however often it is approved', () => {
  const log = keyed();
  log.place({ price, key: 1, nonce: 500 });
  log.revokeKeys(1);
  log.approveKey(1);
  log.place({ price, key: 1, nonce: 500 });
  log.place({ price, key: 1, nonce: 501 });
  expect(storyOf(log, 2)).toEqual([refusal(placeOrder, 'nonceSpent', 'nonce'), 'place 2']);
});

test('orders of a key that is dead stay, and its owner can name them', () => {
  const log = keyed();
  log.place({ price, key: 1 });
  log.place({ price, key: 1 });
  log.place({ price });
  log.revokeKeys(0);
  log.place({ price, side: Side.sell });
  log.cancelMany({ filter: CancelFilter.ofKey, ofKey: 1 });
  expect(storyOf(log, 2)).toEqual([
    'place 4',
    'fill 1 by 4: 1 at 100',
    'cancel 2: 1, cancelledByUser',
    'orders: 1, done',
  ]);
});

test('under the first version of the rules keys are carried and not looked at', () => {
  const log = begun({ ruleVersion: 1 });
  log.approveKey(1, { scope: 0, expiresAt: 1_001, ofAccount: 1, commandsPerSecond: 1, orderValueMax: 1 }, [0]);
  log.revokeKeys(1);
  log.time = 1_001;
  log.place({ price, key: 1, account: SIBLING });
  log.place({ price, key: 1, account: SIBLING });
  log.place({ price, key: 7 });
  expect(storyOf(log, 5)).toEqual([
    'approve key 1 of owner 0: epoch 1',
    'revoke key 1 of owner 0: epoch 1',
    'place 1',
    'place 2',
    'place 3',
  ]);
});

test('the record and the logical state say what was set, what was sent and under which epoch', () => {
  const log = begun();
  log.addKey(1, 9);
  log.revokeKeys(0);
  const said = { scope: 5, expiresAt: 9_000_000, orderValueMax: 700, ofAccount: 1, commandsPerSecond: 3 };
  log.time = 1_500_000;
  log.approveKey(1, said, [0]);
  log.place({ price, key: 2 });
  log.place({ price: 900, key: 2 });
  log.approveKey(2);
  log.revokeKeys(3);
  const judge = new NaiveExchange();
  const answers = log.entries.map((entry) => judge.apply(entry));
  const approved = answers.find(({ records }) => records[0]?.name === 'keyApproved')?.records[0]?.values;
  const markets = '00'.repeat(32);
  const row = { owner: 0, keyKind: OwnerKind.ed25519, identity: '01'.repeat(32), epoch: 2, ...said, markets };
  expect(approved).toMatchObject({ ...row, key: 2, marketCount: 1 });
  expect(answers.at(-1)?.records[0]?.values).toMatchObject({ owner: 0, ofKey: 3, epoch: 2 });
  const { keys, owners } = judge.logicalState();
  const unbound = { scope: 1, expiresAt: 0, orderValueMax: 0, ofAccount: 0, commandsPerSecond: 0, marketCount: 0 };
  expect(keys).toMatchObject([
    { ...unbound, owner: 1, epoch: 1, second: 0, commands: 0 },
    { ...row, second: 1, commands: 2, marketCount: 1 },
    { ...unbound, owner: 0, epoch: 0, second: 0, commands: 0 },
  ]);
  expect(owners).toMatchObject([{ keyEpoch: 2 }, { keyEpoch: 1 }]);
});

test('an owner is no key of anybody', () => {
  const log = begun();
  const owner = { keyKind: OwnerKind.ed25519, identity: 'ef'.repeat(32) };
  log.approveKey(1, owner);
  log.approveKey(1, { ...owner, account: 1 });
  log.approveKey(1, { ...owner, keyKind: OwnerKind.program });
  const refused = refusal(approveKey, 'ownerAlreadyRegistered', 'identity');
  expect(storyOf(log, 3)).toEqual([refused, refused, 'approve key 1 of owner 0: epoch 1']);
});
