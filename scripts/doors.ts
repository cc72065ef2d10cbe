/**
 * Holds the imports of every module to the doors between the rooms, and the rooms to having no circles. It prints each
 * import that is not allowed with what to do instead, and exits with 1 when there is one or when a module was not seen.
 */
import { parseArgs } from 'node:util';
import { inspectDoors } from './doors/inspection.ts';
import { reportFindings } from './tree/finding.ts';
import { ROOT } from './tree/repository.ts';

const { values } = parseArgs({ options: { json: { type: 'boolean', default: false } } });
const { findings, seen, imports } = await inspectDoors(ROOT);
reportFindings(findings, `${seen} modules and ${imports} imports`, { asJson: values.json });
