/** The thread in which the engine lives. */
import { systemDisk } from '../disk/disk.ts';
import { runEngineThread } from './run-engine-thread.ts';

await runEngineThread(systemDisk);
