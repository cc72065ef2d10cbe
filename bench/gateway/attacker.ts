/**
 * Somebody who means no good, as a process of its own: its arguments are what it does, where the exchange listens, and
 * how often a second. It yields to everybody else on the machine, since it stands for others. It says `ready` when it
 * is under way, and how much it sent and was answered when it is asked.
 */
import { constants, setPriority } from 'node:os';
import { ATTACKS, type AttackName } from './attacks.ts';

const [kind = '', httpPort = '0', binaryPort = '0', rate = '0'] = process.argv.slice(2);
setPriority(constants.priority.PRIORITY_LOW);
const target = { http: Number(httpPort), binary: Number(binaryPort) };
const counts = { sent: 0, answered: 0 };
process.on('message', () => {
  process.send?.({ kind: 'counts', ...counts });
});
process.once('disconnect', () => process.exit());
await ATTACKS[kind as AttackName](target, Number(rate), counts);
process.send?.({ kind: 'ready' });
