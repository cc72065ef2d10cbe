/** Type-checks every room by its own rules. It prints each fault and exits with 1 when there is one. */
import { parseArgs } from 'node:util';
import { reportFindings } from './tree/finding.ts';
import { ROOT } from './tree/repository.ts';
import { compileRooms } from './types/compilation.ts';

const { values } = parseArgs({ options: { json: { type: 'boolean', default: false } } });
const { findings, rooms, modules } = compileRooms(ROOT);
reportFindings(findings, `${modules} modules in ${rooms.length} rooms`, { asJson: values.json });
