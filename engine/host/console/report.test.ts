/** Tests of how results are printed. */
import { expect, test } from 'vitest';
import { grouped } from './progress.ts';
import { findingsOf, holds, printed, type Report } from './report.ts';

const report: Report = {
  name: 'mbo parity',
  facts: { takers: 2972, volume_usd: '46438270.50', state_hash: '00ff', first_difference: null, share: 0.5 },
  findings: [
    { what: 'this is so', holds: true },
    { what: 'this is not', holds: false },
  ],
};

test('a report holds only if all its findings do', () => {
  expect(holds(report)).toBe(false);
  expect(holds({ ...report, findings: report.findings.slice(0, 1) })).toBe(true);
});

test('of faults the first are findings, behind what does not hold for them', () => {
  expect(findingsOf('all is well', [])).toEqual([{ what: 'all is well', holds: true }]);
  const faults = Array.from({ length: 12 }, (_, index) => `fault ${index}`);
  const found = findingsOf('all is well', faults);
  expect(found.slice(0, 2)).toEqual([
    { what: 'all is well', holds: false },
    { what: 'fault 0', holds: false },
  ]);
  expect(found.length).toBe(11);
});

test('a reader sees aligned facts, numbers in groups, and which finding failed', () => {
  expect(printed(report, false).split('\n')).toEqual([
    'mbo parity',
    '  takers            2,972',
    '  volume usd        46,438,270.50',
    '  state hash        00ff',
    '  first difference  none',
    '  share             0.5',
    '  ok      this is so',
    '  FAILED  this is not',
    '',
  ]);
});

test('a program sees one JSON object on one line, with the facts as they are', () => {
  const text = printed(report, true);
  expect(text.indexOf('\n')).toBe(text.length - 1);
  expect(JSON.parse(text)).toEqual({
    result: 'mbo_parity',
    holds: false,
    ...report.facts,
    findings: report.findings,
  });
});

test('digits are set apart in threes', () => {
  expect(grouped(0)).toBe('0');
  expect(grouped(999)).toBe('999');
  expect(grouped(1_234_567n)).toBe('1,234,567');
});

test('a table is aligned for a reader, numbers to the right, and rows of objects for a program', () => {
  const rows = [
    ['makers', 1_234, '-1234567.50'],
    ['venue', null, '0'],
  ];
  const table = { name: 'by source', columns: ['source', 'fills', 'pnl_usd'], rows };
  const whole = { ...report, facts: {}, tables: [table], findings: [] };
  expect(printed(whole, false).split('\n')).toEqual([
    'mbo parity',
    '  by source',
    '    source  fills        pnl usd',
    '    makers  1,234  -1,234,567.50',
    '    venue                      0',
    '',
  ]);
  expect(JSON.parse(printed(whole, true))['by_source']).toEqual([
    { source: 'makers', fills: 1_234, pnl_usd: '-1234567.50' },
    { source: 'venue', fills: null, pnl_usd: '0' },
  ]);
});
