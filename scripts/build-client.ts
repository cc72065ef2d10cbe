/** `npm run build:client`: makes the package of the client that is published, below `dist/client`. */
import { join } from 'node:path';
import { buildClient } from './build/client-package.ts';
import { ROOT } from './tree/repository.ts';

const directory = join(ROOT, 'dist/client');
buildClient(directory);
process.stdout.write(`The client is in ${directory}; npm publish it from there.\n`);
