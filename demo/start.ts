/** `npm start`: runs the exchange in a process set up for the engine, with the arguments given. */
import { resolve } from 'node:path';
import { runAsEngine } from '@intelligent-ledger/engine/host';

const PROGRAM = resolve(import.meta.dirname, 'main.ts');

process.exitCode = await runAsEngine(PROGRAM, () => import('./main.ts'), process.argv.slice(2));
