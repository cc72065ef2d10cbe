/** What a host is started with; plain values, which go to the thread of the engine as they are. */
import { randomBytes } from 'node:crypto';
import type { SyncPolicy } from '../journal/journal-writer.ts';
import type { DataDirectories } from '../replay/data-directories.ts';

export interface EngineOptions {
  readonly directories: DataDirectories;
  readonly policy: SyncPolicy;
  /** How often the disk is asked to sync by the policy `interval`, in milliseconds. */
  readonly syncMillis: number;
  /** Bytes of a segment of the journal. */
  readonly segmentBytes: number;
  /** Bytes that may wait for the disk, beside as many that are on their way. */
  readonly groupBytes: number;
  /** How long a disk that failed is left alone, in milliseconds. */
  readonly retryMillis: number;
  /** Bytes of the latest records that are kept for readers; at least eight times those of the record buffer. */
  readonly recordRingBytes: number;
  readonly recordBufferBytes: number;
  /** Whether cancels and post-only orders of one batch go before everything else of it. */
  readonly hasMakersFirst: boolean;
  /** How long the engine may stop for a hash of its state, in milliseconds. */
  readonly stateHashPauseMax: number;
  /** The private key of the operator, which signs ticks, as 64 digits of hex; null where nobody asks who made them. */
  readonly operatorKey: string | null;
  /** Whether Genesis takes the memory of all orders from the system at once. */
  readonly isResident: boolean;
}

/** What is not said is as it is in production. */
export const ENGINE_DEFAULTS: Omit<EngineOptions, 'directories'> = {
  policy: 'sync',
  syncMillis: 100,
  segmentBytes: 134_217_728,
  groupBytes: 8_388_608,
  retryMillis: 250,
  recordRingBytes: 67_108_864,
  recordBufferBytes: 8_388_608,
  hasMakersFirst: false,
  stateHashPauseMax: 10,
  operatorKey: null,
  isResident: false,
};

/** Random keys by which a machine hashes what users choose, so that nobody outside can tell what is slow to find. */
export function newHashKeys(): number[] {
  const KEYS = 13;
  return [...new Int32Array(Uint8Array.from(randomBytes(4 * KEYS)).buffer)];
}
