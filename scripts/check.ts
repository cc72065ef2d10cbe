/**
 * Checks everything that can be checked in a few minutes: format, lint, doors, types, dead code, generated pages,
 * golden files and all fast tests. Every step runs, whatever became of the one before. Names of steps as arguments run
 * only those, and `--skip NAME` all but one. It exits with 1 when a step fails, and with 2 when a step is not known.
 */
import { parseArgs } from 'node:util';
import { type Outcome, runStep, type Step } from './check/step.ts';
import { STEPS } from './check/steps.ts';
import { ROOT } from './tree/repository.ts';

const { values, positionals } = parseArgs({
  options: { json: { type: 'boolean', default: false }, skip: { type: 'string', multiple: true, default: [] } },
  allowPositionals: true,
});
const unknown = [...positionals, ...values.skip].filter((name) => !STEPS.some((step) => step.name === name));
if (unknown.length > 0) {
  process.stderr.write(
    `No step is called ${unknown.join(', ')}. There are: ${STEPS.map(({ name }) => name).join(', ')}.\n`,
  );
  process.exitCode = 2;
} else {
  const asked = STEPS.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
  const steps = asked.filter(({ name }) => !values.skip.includes(name));
  process.exitCode = (await runAll(steps)) ? 0 : 1;
}

async function runAll(steps: readonly Step[]): Promise<boolean> {
  const outcomes: Outcome[] = [];
  for (const step of steps) {
    const outcome = await runStep(step, ROOT, (seconds) => showWaiting(step, seconds));
    outcomes.push(outcome);
    if (values.json) process.stdout.write(`${JSON.stringify(outcomeForPrograms(step, outcome))}\n`);
    else showOutcome(step, outcome);
  }
  const passed = outcomes.filter((outcome) => outcome.passed).length;
  const failed = outcomes.length - passed;
  if (values.json) process.stdout.write(`${JSON.stringify({ passed, failed })}\n`);
  else process.stdout.write(`\n${passed} passed, ${failed} failed\n`);
  return failed === 0;
}

function outcomeForPrograms(step: Step, { passed, seconds, output }: Outcome): Record<string, unknown> {
  const common = { step: step.name, passed, seconds };
  return passed ? common : { ...common, fix: step.fix, output };
}

/** On a terminal the running step counts its seconds in place; elsewhere it says every ten seconds that it runs. */
function showWaiting(step: Step, seconds: number): void {
  if (values.json) return;
  const elapsed = Math.round(seconds);
  if (process.stdout.isTTY) process.stdout.write(`\r...     ${step.name} ${elapsed} s`);
  else if (elapsed % 10 === 0) process.stdout.write(`...     ${step.name} ${elapsed} s\n`);
}

function showOutcome(step: Step, outcome: Outcome): void {
  const verdict = outcome.passed ? 'ok      ' : 'FAILED  ';
  const clear = process.stdout.isTTY ? '\r\x1b[K' : '';
  process.stdout.write(`${clear}${verdict}${step.name} (${outcome.seconds.toFixed(1)} s): ${step.about}\n`);
  if (outcome.passed) return;
  process.stdout.write(`${outcome.output.replace(/^/gm, '    ')}\n    To mend it: ${step.fix}\n`);
}
