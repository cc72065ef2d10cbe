/**
 * What the engine says of itself at any time, in shared memory that anybody may read: a source for metrics that costs
 * the engine a store for each. Every value is a number; counters only grow.
 */

/** What there is, each with its name in metrics. */
export const STATUS = [
  { name: 'engine_applied_sequence', doc: 'Sequence of the last command that was applied.' },
  { name: 'engine_durable_sequence', doc: 'Sequence of the last command that is durable, and so released.' },
  { name: 'engine_time_microseconds', doc: 'Engine time of the last block.' },
  { name: 'engine_clock_offset_microseconds', doc: 'By how much the wall clock is ahead of the engine time.' },
  { name: 'engine_commands_total', doc: 'Commands that were applied since the start.' },
  { name: 'engine_refused_total', doc: 'Commands that were answered with another code than accepted.' },
  { name: 'engine_blocks_total', doc: 'Blocks that were made since the start.' },
  { name: 'engine_apply_seconds_total', doc: 'Time that applying blocks took.' },
  { name: 'engine_queue_length', doc: 'Items of the work queue of the core.' },
  { name: 'engine_pending_bytes', doc: 'Bytes of answers that wait for their commands to be durable.' },
  { name: 'engine_continues_total', doc: 'Commands by which the sequencer let queued work go on.' },
  { name: 'engine_ticks_total', doc: 'Commands by which the sequencer let time pass.' },
  { name: 'engine_full_total', doc: 'Times that commands had to wait because the disk was behind.' },
  { name: 'engine_state_hashes_total', doc: 'State hashes that went into the journal.' },
  { name: 'journal_is_serving', doc: '1 while the disk does what it is asked, 0 while it fails.' },
  { name: 'journal_failures_total', doc: 'Times that the disk failed.' },
  { name: 'journal_epoch', doc: 'Term in which the journal is written.' },
  { name: 'journal_waiting_bytes', doc: 'Bytes that are not durable yet.' },
  { name: 'journal_commits_total', doc: 'Times that the disk had made something durable.' },
  { name: 'journal_bytes_total', doc: 'Bytes of entries that were added since the start.' },
  {
    name: 'journal_commit_seconds_total',
    doc: 'Time from when a block was added until it was durable, over all blocks.',
  },
  { name: 'book_orders', doc: 'Open orders.' },
] as const;

export type StatusName = (typeof STATUS)[number]['name'];

const INDEX = new Map<StatusName, number>(STATUS.map(({ name }, index) => [name, index]));

export function createStatusMemory(): SharedArrayBuffer {
  return new SharedArrayBuffer(STATUS.length * 8);
}

export class HostStatus {
  private readonly values: Float64Array;

  constructor(memory: SharedArrayBuffer) {
    this.values = new Float64Array(memory);
  }

  get(name: StatusName): number {
    return this.values[placeOf(name)] as number;
  }

  set(name: StatusName, value: number): void {
    this.values[placeOf(name)] = value;
  }

  add(name: StatusName, value: number): void {
    this.values[placeOf(name)] = this.get(name) + value;
  }

  /** All values by name. */
  all(): Record<StatusName, number> {
    return Object.fromEntries(STATUS.map(({ name }) => [name, this.get(name)])) as Record<StatusName, number>;
  }
}

function placeOf(name: StatusName): number {
  return INDEX.get(name) as number;
}
