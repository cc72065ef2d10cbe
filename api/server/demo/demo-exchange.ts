/**
 * Begins an exchange for demonstrations and tests: a coin that counts as a dollar, and perpetual markets with margin
 * and fees. Everything but Genesis is signed by a role, as in production.
 */
import { CommandBatch, type EnginePort, RoleSigner, type SigningKey } from '@intelligent-ledger/engine/client-port';
import {
  assert,
  createAsset,
  createMarket,
  decodeSnapshot,
  encode,
  encodeBands,
  encodeFeeTiers,
  genesis,
  type Layout,
  type LogicalState,
  MarketKind,
  MarketState,
  type MessageCommand,
  ROLES,
  type Role,
  RULE_VERSION_MAX,
  resultCodeName,
  roleOf,
  type StepBand,
  sequencerFrame,
  setAssetPrice,
  setAssetTerms,
  setFeeTiers,
  setMarginTerms,
  setMarkPrice,
  type ValuesOf,
} from '@intelligent-ledger/engine/core';

export type RoleKeys = Readonly<Record<Role, SigningKey>>;

export interface DemoMarket {
  readonly symbol: string;
  /** A lot is 10^-d units, a tick 10^-(6-d) dollars. */
  readonly sizeDecimals: number;
  readonly maxPrice: number;
  readonly maxSize: number;
  readonly bands: readonly StepBand[];
  /** The first mark, in ticks. */
  readonly mark: number;
}

/** The coin that the faucet gives, and which becomes venue dollars as it comes. */
export const DEMO_COIN = 1;
const COIN = { decimals: 6, mint: 'c1'.repeat(32) };
const COIN_TERMS = { dailyConversionMax: 4_000_000_000_000_000, bandRate: 5_000, initialWeight: 1_000_000 };
const DOLLAR = 1_000_000_000;
/** No position is worth this much at any price that a market can have. */
const POSITION_VALUE_END = 2 ** 51;
const LEVERAGES = { leverage: 40, secondLeverage: 20, secondFrom: 15_000_000_000_000 };
/** 4.5 basis points for takers, 1.5 for makers. */
const FEES = [{ volumeFrom: 0, takerRate: 45_000, makerRate: 15_000, makerRebate: 0 }];
const CAPACITIES = {
  ownersMax: 10_000,
  accountsMax: 20_000,
  marketsMax: 16,
  ordersMax: 200_000,
  levelsMax: 100_000,
  keysMax: 10_000,
  sessionsMax: 4_096,
  clientOrderIdsMax: 200_000,
  queueItemsMax: 4_096,
  orderGroupsMax: 1_024,
  assetsMax: 4,
  withdrawalsMax: 1_024,
  positionsMax: 40_000,
  makersPerCommandMax: 256,
  drainPerCommandMax: 16,
};

/** The state of the engine cannot be read. */
class StateUnreadable extends Error {}

/**
 * Begins the exchange of a domain on an engine that has none, or goes on with one that was begun and cut short; changes
 * nothing where it is whole. `more`: capacities that are others than those of a demo.
 */
export async function beginDemo(
  port: EnginePort,
  domain: string,
  keys: RoleKeys,
  markets: readonly DemoMarket[],
  now: () => number,
  more: Partial<typeof CAPACITIES> = {},
): Promise<void> {
  const state = await stateOf(port);
  const isWhole = state.markets.length === markets.length && state.markets.every(({ markPrice }) => markPrice !== 0);
  if (isWhole) return;
  const blob = Buffer.from(ROLES.map((role) => keys[role].publicKey).join(''), 'hex');
  const start = { blobBytes: blob.length, ruleVersion: RULE_VERSION_MAX, domain, ...CAPACITIES, ...more };
  const begin = [{ layout: genesis, command: encode(genesis, start), blob }];
  if (state.genesis === null) await send(port, begin, encode(sequencerFrame, {}));
  const signers = Object.fromEntries(ROLES.map((role) => [role, new RoleSigner(domain, keys[role])]));
  for (const command of setupOf(markets, state)) {
    const signer = signers[roleOf(command.layout) ?? ''];
    assert(signer !== undefined, 'what sets up an exchange is sent by a role');
    await send(port, [command], signer.frameFor([command], now()));
  }
}

/** What is still to be said; what is stated anew is as it was. */
function setupOf(markets: readonly DemoMarket[], state: LogicalState): MessageCommand[] {
  const tiers = encodeFeeTiers(FEES);
  return [
    ...(state.assets.length > DEMO_COIN ? [] : [commandOf(createAsset, COIN)]),
    commandOf(setAssetTerms, { asset: DEMO_COIN, ...COIN_TERMS }),
    commandOf(setAssetPrice, { asset: DEMO_COIN, price: DOLLAR }),
    { ...commandOf(setFeeTiers, { blobBytes: tiers.length }), blob: tiers },
    ...markets.flatMap((market, number) => marketSetupOf(market, number, number < state.markets.length)),
  ];
}

function marketSetupOf(terms: DemoMarket, market: number, isThere: boolean): MessageCommand[] {
  const { sizeDecimals, maxPrice, maxSize, bands, mark } = terms;
  const blob = encodeBands(bands);
  const made = { marketKind: MarketKind.perpetual, state: MarketState.open, sizeDecimals, maxPrice, maxSize };
  const positionMax = Math.floor((POSITION_VALUE_END - 1) / maxPrice);
  return [
    ...(isThere ? [] : [{ ...commandOf(createMarket, { ...made, blobBytes: blob.length }), blob }]),
    commandOf(setMarginTerms, { market, positionMax, openInterestMax: positionMax, ...LEVERAGES }),
    commandOf(setMarkPrice, { market, price: mark }),
  ];
}

async function stateOf(port: EnginePort): Promise<LogicalState> {
  const answer = await port.query('state', {});
  const state = 'answer' in answer ? decodeSnapshot(answer.answer) : answer.refused;
  if (typeof state === 'string') throw new StateUnreadable(state);
  return state;
}

/** A command of an administrator; what is not said is zero. */
export function commandOf<Of extends Layout>(layout: Of, values: Partial<ValuesOf<Of['specs']>>): MessageCommand {
  return { layout, command: encode(layout, values as never) };
}

async function send(port: EnginePort, commands: readonly MessageCommand[], frame: Uint8Array): Promise<void> {
  const batch = new CommandBatch();
  batch.addMessage(commands, frame);
  const result = await port.submit(batch);
  assert(typeof result !== 'string', `a new engine takes commands: ${String(result)}`);
  const code = result.codeOf(0);
  assert(code === 0, `${commands[0]?.layout.name} was refused: ${resultCodeName(code)}`);
}
