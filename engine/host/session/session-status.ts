/** What a session shows while it runs, under the line that says how far it is. */
import { grouped } from '../console/progress.ts';
import type { Desk } from '../desk/desk.ts';
import { dollarsOfCents } from './amounts.ts';
import type { Mark } from './mark.ts';
import type { SessionBooks } from './session-books.ts';
import { worthOf } from './source-worth.ts';
import { type Member, SOURCE_NAMES } from './sources.ts';

const MICROS_PER_CENT = 10_000n;

/** Engine time, mark, fills and fees; then what each source has. */
export function statusLines(desk: Desk, mark: Mark, books: SessionBooks, members: readonly Member[]): string[] {
  const time = new Date(Math.floor(desk.machine.time / 1_000)).toISOString().replace('T', ' ').slice(0, 19);
  const fees = written(books.fees / MICROS_PER_CENT);
  const equities = SOURCE_NAMES.map((source) => {
    return `${source} ${written(worthOf(desk.machine, members, source).equity / MICROS_PER_CENT)}`;
  });
  const half = equities.length / 2;
  return [
    `  ${time}  mark ${written(BigInt(mark.price))}  fills ${grouped(desk.fills)}  fees ${fees}`,
    `  equity: ${equities.slice(0, half).join(', ')},`,
    `          ${equities.slice(half).join(', ')}`,
  ];
}

function written(cents: bigint): string {
  const [whole, fraction] = dollarsOfCents(cents).split('.');
  return `${grouped(whole ?? '')}.${fraction}`;
}
