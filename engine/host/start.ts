/** `npm start`: runs the session in a process set up for the engine, with the arguments given. */
import { runAsEngine } from './engine-process.ts';

process.exitCode = await runAsEngine(new URL('./session/main.ts', import.meta.url), process.argv.slice(2));
