/** `npm start`: runs the session in a process set up for the engine, with the arguments given. */
import { resolve } from 'node:path';
import { runAsEngine } from './engine-process.ts';

const SESSION = resolve(import.meta.dirname, 'session/main.ts');

process.exitCode = await runAsEngine(SESSION, () => import('./session/main.ts'), process.argv.slice(2));
