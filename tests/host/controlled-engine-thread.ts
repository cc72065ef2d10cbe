/** A thread of the engine whose disk has the faults that a test asks for. */
import { runEngineThread } from '@intelligent-ledger/engine/host';
import { controlledDisk } from './controlled-disk.ts';

await runEngineThread(controlledDisk());
