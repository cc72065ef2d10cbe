/**
 * Signatures and codes that are good for something else: replayed, reordered, expired, of another account or for
 * another exchange. Each is refused with its own number, and the log has nothing of it that was accepted. Method: one
 * table over an exchange with two wallets, an agent and a session, and the state before and after.
 */
import { keyProofText, logonText, tokenText } from '@intelligent-ledger/client/texts';
import type { CommandResult, MessageResult, Problem } from '@intelligent-ledger/client/wire';
import { signingKeyOf } from '@intelligent-ledger/engine/client-port';
import { bytesOfAscii, decodeSnapshot, type LogicalState, messageText } from '@intelligent-ledger/engine/core';
import { dataDirectories, verifyLog } from '@intelligent-ledger/engine/host';
import { afterEach, expect, test } from 'vitest';
import { codeOf, type DemoGateway, DemoGateways, DOMAIN, now, Trader } from './demo-gateway.ts';

const gateways = new DemoGateways();
const OTHER = 'cd'.repeat(32);
const BUY = { type: 'place_order', market: 0, side: 'buy', price: '100.5', size: '0.25' };
const HOUR_MICROS = 3_600_000_000;

afterEach(() => gateways.removeAll());

/** Two wallets, an agent of the first and a session of it. */
interface Cast {
  readonly alice: Trader;
  readonly bob: Trader;
  readonly agent: Trader;
  readonly agentKey: number;
  readonly session: number;
  readonly secret: string;
  /** Signs the chain of the session. */
  readonly sessionKey: ReturnType<typeof signingKeyOf>;
}

/** What somebody sends who means no good: a body, and by what it is to be authorized. */
interface Attempt {
  readonly body: string;
  readonly headers: Record<string, string>;
}

const signed = (body: string, signature: string, exchange?: string): Attempt => {
  return {
    body,
    headers: { 'il-signature': signature, ...(exchange === undefined ? {} : { 'il-exchange': exchange }) },
  };
};
const coded = (body: string, code: string): Attempt => ({ body, headers: { 'il-code': code } });
const signText = ({ key }: Trader, text: string) => key.sign(bytesOfAscii(text));

/** By what it is, what is sent and what is answered: the name of a problem. */
const REFUSED: Record<string, [string, (cast: Cast) => Attempt]> = {
  'a signature with another body': [
    'signature_wrong',
    ({ alice }) => signed(alice.bodyOf([BUY]), alice.sign(alice.bodyOf([BUY]))),
  ],
  'a signature whose commands were put in another order': [
    'signature_wrong',
    ({ alice }) => {
      const cancel = { type: 'cancel_orders' };
      const body = alice.bodyOf([BUY, cancel]);
      const { commands, ...head } = JSON.parse(body);
      return signed(JSON.stringify({ ...head, commands: commands.toReversed() }), alice.sign(body));
    },
  ],
  'a code with another body': [
    'code_wrong',
    ({ alice, session, secret }) => {
      return coded(alice.bodyOf([BUY], { session }), codeOf(secret, alice.bodyOf([BUY], { session })));
    },
  ],
  'an expired signature': [
    'valid_until_passed',
    ({ alice }) => {
      const body = alice.bodyOf([BUY], { nonce: now() - 9_000_000, valid_until: now() - 1_000_000 });
      return signed(body, alice.sign(body));
    },
  ],
  'an expired code': [
    'valid_until_passed',
    ({ alice, session, secret }) => {
      const body = alice.bodyOf([BUY], { session, nonce: now() - 9_000_000, valid_until: now() - 1_000_000 });
      return coded(body, codeOf(secret, body));
    },
  ],
  'a signature for longer than a minute': [
    'valid_until_too_far',
    ({ alice }) => {
      const body = alice.bodyOf([BUY], { valid_until: now() + 61_000_000 });
      return signed(body, alice.sign(body));
    },
  ],
  'a signature of another owner': [
    'signature_wrong',
    ({ alice, bob }) => {
      const body = alice.bodyOf([BUY]);
      return signed(body, bob.sign(body));
    },
  ],
  'a key of another owner': [
    'key_unknown',
    ({ agent, agentKey, bob }) => {
      const body = bob.bodyOf([BUY], { key: agentKey });
      return signed(body, agent.sign(body));
    },
  ],
  'a session of another owner': [
    'session_unknown',
    ({ bob, session, secret }) => {
      const body = bob.bodyOf([BUY], { session });
      return coded(body, codeOf(secret, body));
    },
  ],
  'a signature for another exchange, which says so': [
    'exchange_other',
    ({ alice }) => {
      const body = alice.bodyOf([BUY]);
      return signed(body, alice.sign(body, OTHER), OTHER);
    },
  ],
  'a signature for another exchange, which does not': [
    'signature_wrong',
    ({ alice }) => {
      const body = alice.bodyOf([BUY]);
      return signed(body, alice.sign(body, OTHER));
    },
  ],
  'a code for another exchange': [
    'code_wrong',
    ({ alice, session, secret }) => {
      const body = alice.bodyOf([BUY], { session });
      return coded(body, codeOf(secret, messageText(OTHER, body)));
    },
  ],
  'a signature for a token': [
    'signature_wrong',
    ({ alice }) => {
      return signed(alice.bodyOf([BUY]), signText(alice, tokenText(DOMAIN, alice.key.publicKey, now() + HOUR_MICROS)));
    },
  ],
  'a signature for a key': [
    'signature_wrong',
    ({ alice }) => signed(alice.bodyOf([BUY]), signText(alice, keyProofText(DOMAIN, alice.key.publicKey))),
  ],
  'a code for the logon of a binary line': [
    'code_wrong',
    ({ alice, session, secret }) => {
      return coded(alice.bodyOf([BUY], { session }), codeOf(secret, logonText(DOMAIN, session, '00'.repeat(32))));
    },
  ],
  'the key of a session that asks for more than to sign its chain': [
    'session_signs_chains',
    ({ alice, session, sessionKey }) => {
      const body = alice.bodyOf([BUY], { session });
      return signed(body, sessionKey.sign(bytesOfAscii(messageText(DOMAIN, body))));
    },
  ],
  'a proof of a key for another owner': [
    'proof_wrong',
    ({ bob, agent, alice }) => {
      const proof = signText(agent, keyProofText(DOMAIN, alice.key.publicKey));
      const approval = {
        type: 'approve_key',
        identity: agent.key.publicKey,
        key_kind: 'ed25519',
        scope: ['trade'],
        proof,
      };
      const body = bob.bodyOf([approval]);
      return signed(body, bob.sign(body));
    },
  ],
};

async function castOf(gateway: DemoGateway): Promise<Cast> {
  const [alice, bob] = [await gateway.newTrader(), await gateway.newTrader()];
  const agent = new Trader(gateway, signingKeyOf('5e'.repeat(32)), alice.account);
  const sessionKey = signingKeyOf('6e'.repeat(32));
  const proof = signText(agent, keyProofText(DOMAIN, alice.key.publicKey));
  const approval = { type: 'approve_key', identity: agent.key.publicKey, key_kind: 'ed25519', scope: ['trade'], proof };
  const session = { type: 'open_session', session_key: sessionKey.publicKey, expires_at: now() + HOUR_MICROS };
  const [approved] = (await alice.ask(approval)).body.results as [CommandResult];
  const [opened] = (await alice.ask(session)).body.results as [CommandResult];
  const { session: number = 0, secret = '' } = opened;
  return { alice, bob, agent, agentKey: approved.key ?? 0, session: number, secret, sessionKey };
}

/** All of the state but how far the log has come, which ticks move. */
async function stateOf({ gateway }: DemoGateway): Promise<Partial<LogicalState>> {
  const answer = await gateway.port.query('state', {});
  const state = 'answer' in answer ? decodeSnapshot(answer.answer) : answer.refused;
  if (typeof state === 'string') throw new Error(state);
  const { sequence, time, ...rest } = state;
  return rest;
}

test('what was signed for something else is refused with its number, and changes nothing', async () => {
  const data = gateways.newData();
  const gateway = await gateways.start(data);
  const cast = await castOf(gateway);
  const before = await stateOf(gateway);
  const answered: Record<string, string> = {};
  for (const [what, [, attemptOf]] of Object.entries(REFUSED)) {
    const { body, headers } = attemptOf(cast);
    answered[what] = (await gateway.post<Problem>('/v1/messages', body, headers)).body.name;
  }
  const expected = Object.entries(REFUSED).map(([what, [name]]) => [what, name]);
  expect(answered).toEqual(Object.fromEntries(expected));
  expect(await stateOf(gateway)).toEqual(before);
  await gateways.stop(gateway);
  const report = await verifyLog(dataDirectories(data), { onProgress: () => undefined });
  expect(report.findings.filter(({ holds }) => !holds)).toEqual([]);
});

test('a nonce is good once, in any order, whatever it is used for and whoever remembers it', async () => {
  const data = gateways.newData();
  let gateway = await gateways.start(data);
  const { alice, session, secret, sessionKey } = await castOf(gateway);
  const send = (attempt: Attempt) => gateway.post<MessageResult>('/v1/messages', attempt.body, attempt.headers);
  const nameOf = async (attempt: Attempt) => (await send(attempt)).body.results[0]?.name;
  const [first, second] = [now(), now() + 1];
  const atNonce = (nonce: number, price: string) => {
    const body = alice.bodyOf([{ ...BUY, price }], { nonce, valid_until: nonce + 20_000_000 });
    return signed(body, alice.sign(body));
  };
  // The later one first: what comes out of order is as good.
  expect(await nameOf(atNonce(second, '50'))).toBe('accepted');
  expect(await nameOf(atNonce(first, '50'))).toBe('accepted');
  expect(await nameOf(atNonce(second, '51'))).toBe('nonce_spent');
  // A chain may not be signed again for less.
  const chain = { type: 'sign_session', chain: '00'.repeat(32) };
  const signChain = (counter: number, of_sequence: number) => {
    const body = alice.bodyOf([{ ...chain, counter, of_sequence }], { session });
    return signed(body, sessionKey.sign(bytesOfAscii(messageText(DOMAIN, body))));
  };
  const body = alice.bodyOf([BUY], { session });
  const { seq } = (await send(coded(body, codeOf(secret, body)))).body;
  expect(await nameOf(signChain(now(), seq))).toBe('accepted');
  expect(await nameOf(signChain(1, seq))).toBe('signature_stale');
  // After a restart the gateway remembers no message, and the exchange all nonces.
  const replayed = atNonce(now() + 2, '52');
  expect(await nameOf(replayed)).toBe('accepted');
  const before = await stateOf(gateway);
  await gateways.stop(gateway);
  gateway = await gateways.start(data);
  expect(await nameOf(replayed)).toBe('nonce_spent');
  expect(await nameOf(coded(body, codeOf(secret, body)))).toBe('nonce_spent');
  expect(await stateOf(gateway)).toEqual(before);
});
