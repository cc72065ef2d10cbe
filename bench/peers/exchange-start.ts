/**
 * Starts a machine for a workload: Genesis with the capacities of a large exchange, two owners, the
 * accounts of each, and markets that are open and price in single ticks.
 */
import {
  createMarket,
  encode,
  encodeBands,
  encodeEntry,
  type FieldSpecs,
  genesis,
  type Layout,
  Machine,
  MarketKind,
  MarketState,
  OwnerKind,
  openAccount,
  ResultCode,
  ROLE_KEY_BYTES,
  ROLE_KEYS,
  RULE_VERSION_MAX,
  registerOwner,
  type StepBand,
  setOrderQuota,
  type Ticks,
  type ValuesOf,
} from '@intelligent-ledger/engine/core';
import { MAKERS_PER_COMMAND_MAX } from '../workload/generator.ts';
import type { WorkloadHead } from '../workload/neutral-command.ts';

const LEVELS_MAX = 1_048_576;
const SIZE_MAX = 100_000_000;
/** One whose accounts buy and one whose accounts sell, so that the prevention of self-trade is asked and never acts. */
const OWNERS = 2;
/** Room for the records of one chunk of commands. */
const RECORD_BYTES_MAX = 33_554_432;
/** Engine time at the start, in microseconds: a time of day, so that both words of every time are in use. */
export const START_TIME_MICROS = 1_800_000_000_000_000;

/** A machine that is ready for the workload's first command. Its sequence tells how many entries that took. */
export function startMachine(head: WorkloadHead): Machine {
  const machine = new Machine({ recordBytesMax: RECORD_BYTES_MAX, isResident: true });
  const roleKeys = new Uint8Array(ROLE_KEYS * ROLE_KEY_BYTES).fill(7);
  const capacities = {
    ruleVersion: RULE_VERSION_MAX,
    domain: '62'.repeat(32),
    ownersMax: OWNERS,
    accountsMax: OWNERS * head.accountCount,
    marketsMax: head.marketCount,
    ordersMax: head.ordersMax,
    levelsMax: LEVELS_MAX,
    makersPerCommandMax: MAKERS_PER_COMMAND_MAX,
    drainPerCommandMax: 64,
  };
  administer(machine, genesis, { ...capacities, blobBytes: roleKeys.length }, roleKeys);
  // Bounds that never bind, so that both are asked.
  administer(machine, setOrderQuota, { owner: 0, ordersMax: head.ordersMax, marketOrdersMax: head.ordersMax });
  for (let owner = 0; owner < OWNERS; owner += 1) {
    administer(machine, registerOwner, { ownerKind: OwnerKind.ed25519, identity: `0${owner + 1}`.repeat(32) });
    for (let account = 0; account < head.accountCount; account += 1) administer(machine, openAccount, { owner });
  }
  const bands: StepBand[] = [{ from: 1 as Ticks, step: 1 as Ticks }];
  const table = encodeBands(bands);
  for (let market = 0; market < head.marketCount; market += 1) {
    const terms = { marketKind: MarketKind.perpetual, sizeDecimals: 4, state: MarketState.open };
    const bounds = { maxPrice: head.priceMax, maxSize: SIZE_MAX, blobBytes: table.length };
    administer(machine, createMarket, { ...terms, ...bounds }, table);
  }
  return machine;
}

function administer<Specs extends FieldSpecs>(
  machine: Machine,
  layout: Layout<Specs>,
  values: Partial<ValuesOf<Specs>>,
  blob?: Uint8Array,
): void {
  const command = encode(layout, values);
  const entry = { sequence: machine.sequence + 1, time: START_TIME_MICROS, command };
  const code = machine.applyBytes(encodeEntry(blob ? { ...entry, blob } : entry));
  machine.clearRecords();
  if (code !== ResultCode.accepted) throw new Error(`${layout.name} was refused with code ${code}`);
}
