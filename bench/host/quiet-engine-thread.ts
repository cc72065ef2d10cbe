/** A thread of the engine whose disk keeps nothing of its journal, so that the port is measured and not the disk. */
import { runEngineThread } from '@intelligent-ledger/engine/host';
import { QUIET_DISK } from './quiet-disk.ts';

await runEngineThread(QUIET_DISK);
