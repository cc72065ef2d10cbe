/**
 * What the margin question costs an account that has positions in many markets, over one that has a single position:
 * while no price moves, and, to be seen, with a price that moves before every question.
 */
import type { PositionsReport, PositionsRow } from '../probes/positions.ts';
import { nodeProgram, runForReport } from '../run/engine-process.ts';
import { lineOf, type Measure, type Measured, nothingMeasured, type Settings } from '../run/measure.ts';

const RATIO_MAX = 4;

export const POSITIONS: Measure = {
  name: 'positions',
  about: 'cost of an order placed and cancelled at 32 positions over one',
  run: measurePositions,
};

async function measurePositions(settings: Settings): Promise<Measured> {
  const measured = nothingMeasured();
  settings.say('an account with 1 position and with 32');
  const report = await runForReport<PositionsReport>(await nodeProgram('probes/positions.ts'));
  if (report.refused > 0) measured.voids.push(`ours refused ${report.refused} commands`);
  const goal = { accept: RATIO_MAX, isBetter: 'less' } as const;
  measured.lines.push(lineOf('32 positions over 1', ratiosOf(report.rows, false), goal));
  const label = '32 positions over 1, a price moving before every order';
  measured.lines.push(lineOf(label, ratiosOf(report.rows, true), { isBetter: 'less' }));
  measured.details['positions'] = report;
  return measured;
}

/** The many over the one, turn by turn. */
function ratiosOf(rows: readonly PositionsRow[], pricesMove: boolean): number[] {
  const [one, many] = rows.filter((row) => row.pricesMove === pricesMove);
  if (one === undefined || many === undefined) throw new Error('the probe reports both');
  return many.nsPerPair.map((ns, turn) => ns / (one.nsPerPair[turn] as number));
}
