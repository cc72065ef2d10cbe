/** The steps of the check, the quick ones first. Each says how its faults are mended. */
import type { Step } from './step.ts';

export const STEPS: readonly Step[] = [
  {
    name: 'format and lint',
    about: 'formatter, order of imports, linter',
    program: ['node_modules/@biomejs/biome/bin/biome', 'check', '--error-on-warnings', '--reporter=concise'],
    fix: 'npm run format mends the format, the order of imports and what else is safe; mend the rest by hand.',
  },
  {
    name: 'tidy',
    about: 'purity and arithmetic of the core, forms, headers, lengths, result codes',
    program: ['scripts/tidy.ts'],
    fix: 'Each line above says what to do instead.',
  },
  {
    name: 'doors',
    about: 'allowed imports between the rooms, no circles, every module seen',
    program: ['scripts/doors.ts'],
    fix: 'Each line above says what the room may import; the rules are in .dependency-cruiser.cjs.',
  },
  {
    name: 'types',
    about: 'every room by its own tsconfig.json',
    program: ['scripts/types.ts'],
    fix: 'Correct the types; in the core, a name the compiler does not know is one that the core may not use.',
  },
  {
    name: 'dead code',
    about: 'unused files, exports and dependencies',
    program: ['node_modules/knip/bin/knip.js', '--no-progress'],
    fix: 'Remove what is unused; a program that is started by its path is an entry in knip.json.',
  },
  {
    name: 'reference',
    about: 'docs/reference is what the source says',
    program: ['scripts/reference.ts', '--check'],
    fix: 'npm run reference',
  },
  {
    name: 'golden',
    about: 'layouts and result codes only grow',
    program: ['scripts/golden.ts'],
    fix: 'npm run golden takes over what grew; it refuses every other change.',
  },
  {
    name: 'tests',
    about: 'all fast tests',
    program: ['node_modules/vitest/vitest.mjs', 'run', '--reporter=dot'],
    fix: 'npx vitest run <file> runs one file again; a seed in its output repeats the case.',
  },
];
