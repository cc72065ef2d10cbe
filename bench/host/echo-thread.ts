/** A thread that sends back whatever it gets, as it got it. */
import { parentPort } from 'node:worker_threads';

parentPort?.on('message', (message) => parentPort?.postMessage(message));
