/** What the thread of the engine and the one that started it say to each other. */
import type { MessagePort } from 'node:worker_threads';
import type { JournalState } from '../journal/journal-writer.ts';
import type { EngineOptions } from './engine-options.ts';
import type { PortMemory } from './engine-port-end.ts';

/** The memory that an engine shares with everybody. */
export interface EngineMemory {
  readonly bell: SharedArrayBuffer;
  readonly records: SharedArrayBuffer;
  readonly status: SharedArrayBuffer;
}

/** What the thread is started with. */
export interface ThreadStart extends EngineMemory {
  readonly options: EngineOptions;
}

export type ToEngine =
  | { readonly kind: 'openPort'; readonly port: number; readonly memory: PortMemory; readonly questions: MessagePort }
  | { readonly kind: 'closePort'; readonly port: number }
  | { readonly kind: 'stop' };

/** Where an engine was when it began to serve. */
export interface Started {
  /** Sequence of the last entry; 0 for a new exchange. */
  readonly sequence: number;
  /** Engine time of the last entry, in microseconds. */
  readonly time: number;
  readonly stateHash: string;
  /** The sequence of the snapshot that recovery began with, 0 for none. */
  readonly snapshot: number;
  /** How long recovery took, in milliseconds. */
  readonly recoveryMillis: number;
  /** What was cut off at the end of the journal, or null. */
  readonly cut: string | null;
  /** Snapshots that were passed over, and why. */
  readonly passedOver: readonly string[];
}

export type FromEngine =
  | { readonly kind: 'progress'; readonly from: number; readonly sequence: number }
  | { readonly kind: 'started'; readonly started: Started }
  /** It could not begin: another host has the journal, or something that was released is damaged. */
  | { readonly kind: 'refused'; readonly why: string }
  | { readonly kind: 'state'; readonly state: JournalState }
  | { readonly kind: 'stopped' };

/** A question over the port of its own that every client port has. */
export interface Question {
  readonly id: number;
  readonly name: string;
  readonly ask: unknown;
}
