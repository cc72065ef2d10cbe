/** Every page of `docs/reference`, made from the schema and from the table of roundings. */
import { RESULT_CODE_DOCS, ResultCode } from '@intelligent-ledger/engine/core';
import { OTHER_ROUNDINGS, ROUNDINGS } from '../../engine/core/numbers/rounding.ts';
import { FAMILIES } from '../golden/families.ts';
import { layoutPage } from './layout-page.ts';
import { page, table } from './markdown.ts';

/** The text of each page by its path from the root of the repository. */
export function referencePages(): ReadonlyMap<string, string> {
  const pages = new Map(FAMILIES.map((family) => [pathOf(family.name), layoutPage(family)]));
  return pages.set(pathOf('result-codes'), resultCodePage()).set(pathOf('roundings'), roundingPage());
}

function pathOf(name: string): string {
  return `docs/reference/${name}.md`;
}

function resultCodePage(): string {
  const docs: Readonly<Record<string, string>> = RESULT_CODE_DOCS;
  const rows = Object.entries(ResultCode).map(([name, code]) => [code, `\`${name}\``, docs[name] ?? '']);
  return page('Result codes', [
    'Every numbered outcome of the core. Codes are wire format: they are appended, never renumbered or reused. ' +
      'Below 100 are those of the log and of the form of a command, from 100 markets, from 200 margin, from 300 ' +
      'orders, from 400 accounts, from 500 lending, from 600 resolution and from 700 limits.',
    table(
      ['code', 'name', 'meaning'],
      rows.sort(([left], [right]) => Number(left) - Number(right)),
    ),
  ]);
}

function roundingPage(): string {
  return page('Roundings', [
    'Every quantity that may not come out whole, and who gets what is left over. Rounding is against the account and ' +
      'for the venue. A direction of `exact` leaves nothing over by construction; `refused` rejects the command ' +
      'where something would be.',
    table(
      ['quantity', 'formula', 'direction', 'dust', 'where'],
      ROUNDINGS.map(({ quantity, formula, direction, dust, where }) => [
        quantity,
        formula,
        direction,
        dust,
        `\`${where}\``,
      ]),
    ),
    '## Roundings of no money',
    'Calls in the core that round and touch no amount.',
    table(
      ['call', 'where', 'reason'],
      OTHER_ROUNDINGS.map(({ call, where, reason }) => [`\`${call}\``, `\`${where}\``, reason]),
    ),
  ]);
}
