/**
 * Verifies a journal: every block goes on from the one before it, a machine that applies all of them again says the
 * same records and has the same state wherever the journal says one, and what always holds of a state holds at the end.
 */
import { decodeSnapshot, type LogicalState, type Machine, restoreMachine } from '@intelligent-ledger/engine/core';
import type { Fact, Finding, Report } from '../console/report.ts';
import { systemDisk } from '../disk/disk.ts';
import { booksOfState, isBalanced } from '../ledger-views/state-books.ts';
import { ChainKeeper } from '../replay/chain-keeper.ts';
import type { DataDirectories } from '../replay/data-directories.ts';
import { openJournal } from '../replay/open-journal.ts';
import { stateHashOf } from '../snapshots/snapshot-file.ts';
import { takeReleased } from './released-blocks.ts';

/** `MarketState.open`: the only state in which a book may not be crossed. */
const OPEN = 1;

export interface VerifyOptions {
  /** Whether it begins with the newest snapshot instead of the first entry. */
  readonly isFromSnapshot: boolean;
  /** Is told after every block where it is. */
  readonly onProgress: (progress: { readonly sequence: number; readonly released: number }) => void;
}

export async function verifyJournal(directories: DataDirectories, options: VerifyOptions): Promise<Report> {
  const before = options.isFromSnapshot ? {} : { before: 0 };
  const { reader, replayer, snapshot } = await openJournal(systemDisk, directories, before);
  const chain = new ChainKeeper(snapshot?.chain);
  const from = snapshot?.sequence ?? 0;
  const begun = performance.now();
  let blocks = 0;
  const fault = await takeReleased(directories, reader, (block, released) => {
    const differs = replayer.take(block, (answered) => chain.take(answered));
    if (differs !== null) return differs;
    blocks += 1;
    options.onProgress({ sequence: replayer.machine.sequence, released });
    return null;
  });
  const seconds = (performance.now() - begun) / 1_000;
  const { machine, hashesCompared } = replayer;
  const commands = machine.sequence - from;
  const state = machine.snapshot();
  const facts: Record<string, Fact> = {
    journal: reader.journal || null,
    from_sequence: from + 1,
    to_sequence: machine.sequence,
    blocks,
    state_hashes_compared: hashesCompared,
    epochs: reader.epoch,
    record_chain: chain.sequence === 0 ? null : chain.head,
    state_hash: stateHashOf(state),
    seconds: Math.round(seconds * 1_000) / 1_000,
    commands_per_second: Math.round(commands / Math.max(seconds, 1e-9)),
  };
  const replayed: Finding = {
    what: fault ?? 'every block goes on from the last and says what it said',
    holds: fault === null,
  };
  return { name: 'verify journal', facts, findings: [replayed, ...invariants(machine, state)] };
}

/** What always holds of a state. */
function invariants(machine: Machine, state: Uint8Array): Finding[] {
  const decoded = decodeSnapshot(state);
  if (typeof decoded === 'string') return [{ what: `the state can be read: ${decoded}`, holds: false }];
  const restored = restoreMachine(state);
  const isSame = 'machine' in restored && stateHashOf(restored.machine.snapshot()) === stateHashOf(state);
  const assets = decoded.assets.length;
  return [
    { what: 'a machine restored from the state has the same state hash', holds: isSame },
    { what: `debits are credits in each of ${assets} assets`, holds: isBalanced(booksOfState(decoded), assets) },
    { what: 'the positions of each market add up to zero', holds: positionsAreEven(decoded) },
    { what: 'no open book is crossed', holds: decoded.markets.every((market, at) => isUncrossed(machine, market, at)) },
  ];
}

function positionsAreEven({ positions }: LogicalState): boolean {
  const sums = new Map<number, bigint>();
  for (const { market, size } of positions) sums.set(market, (sums.get(market) ?? 0n) + BigInt(size));
  return [...sums.values()].every((sum) => sum === 0n);
}

function isUncrossed(machine: Machine, { state }: { readonly state: number }, market: number): boolean {
  const bid = machine.bestBid(market);
  const ask = machine.bestAsk(market);
  return state !== OPEN || bid === null || ask === null || bid.price < ask.price;
}
