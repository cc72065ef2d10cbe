/**
 * The doors between the rooms: what each room may import. Everything else fails the check, and so do circles, imports
 * that lead nowhere, packages that no manifest names, and modules in no room. Rules for rooms that do not exist yet bind
 * from their first day. `scripts/doors.ts` applies them and also fails when a module on disk was not seen.
 *
 * How a row is read: rooms are only those it names. Packages are only those it names where it names any. `node:*` is for
 * the rooms that do input and output; the core, the simulation and whatever runs in a browser have none of it.
 */

const ROOMS =
  '^(engine/(core|host|sim)|settlement|api/(server|client|cli|mcp)|agents|demo|web|programs|tests|bench|scripts)/';
const ROOT_CONFIGURATION = '^[^/]+\\.(ts|cjs)$';
const TEST = '\\.(test|fuzz|bench)\\.ts$';
const TEST_PACKAGES = packages('vitest', 'fast-check');

/** The pattern of some packages, found or not. */
function packages(...names) {
  return `(^|/)(node_modules/)?(${names.join('|')})(/|$)`;
}

/** Everything under node_modules, and names that did not resolve, which have a rule of their own. */
const ANY_PACKAGE = '(^|/)node_modules/';

/**
 * Two rules for one room: what its modules may import, and what its tests may import on top of that.
 * `may` are patterns of paths; `mayUseNode` opens `node:*` to the modules, and the tests have it anyway.
 */
function room(path, { may, mayUseNode, fix }) {
  const allowed = [path, ...may];
  const name = path.replace(/[^a-z/]/g, '').replace(/\/$/, '');
  return [
    {
      name: `doors of ${name}`,
      comment: fix,
      severity: 'error',
      from: { path, pathNot: TEST },
      to: { pathNot: allowed, ...(mayUseNode ? { dependencyTypesNot: ['core'] } : {}) },
    },
    {
      name: `doors of the tests in ${name}`,
      comment:
        'A test beside the code opens the doors of its room, node:*, vitest and fast-check. A wider test goes to tests/.',
      severity: 'error',
      from: { path: `${path}.*${TEST}` },
      to: { pathNot: [...allowed, TEST_PACKAGES], dependencyTypesNot: ['core'] },
    },
  ];
}

module.exports = {
  forbidden: [
    ...room('^engine/core/', {
      may: [],
      mayUseNode: false,
      fix: 'The core imports only itself. Pass in what it needs as part of a command, or do it in engine/host.',
    }),
    ...room('^engine/sim/', {
      may: ['^engine/core/', '^engine/host/', packages('fast-check')],
      mayUseNode: false,
      fix: 'The simulation imports engine/core, engine/host and fast-check. Files, clocks and the like belong to engine/host.',
    }),
    ...room('^engine/host/', {
      may: ['^engine/core/', packages('nats', '@nats-io/[^/]+', '@noble/(curves|hashes)')],
      mayUseNode: true,
      fix: 'The host imports engine/core, node:*, the NATS client, and the curve and hash that Node has not.',
    }),
    ...room('^settlement/', {
      may: ['^engine/core/(index\\.ts$|schema/)', packages('@solana/web3\\.js', '@coral-xyz/anchor', 'litesvm')],
      mayUseNode: true,
      fix: "Settlement imports the core's codecs by its index, @solana/web3.js, @coral-xyz/anchor and litesvm.",
    }),
    ...room('^api/server/', {
      may: ['^engine/core/(index\\.ts$|schema/)', '^engine/host/client-port(\\.ts$|/)', '^api/client/', ANY_PACKAGE],
      mayUseNode: true,
      fix: "The gateway imports the core's types and codecs, the host's client port and the types of api/client.",
    }),
    ...room('^api/client/', {
      may: [ANY_PACKAGE],
      mayUseNode: false,
      fix: 'The client imports nothing of the engine or of any other room, and runs in a browser too.',
    }),
    ...room('^api/(cli|mcp)/', {
      may: ['^api/client/', ANY_PACKAGE],
      mayUseNode: true,
      fix: 'Of the other rooms, only api/client.',
    }),
    ...room('^agents/', {
      may: ['^api/client/', ANY_PACKAGE],
      mayUseNode: true,
      fix: 'Agents import api/client only: they are clients like any other.',
    }),
    ...room('^demo/', {
      may: ['^engine/core/index\\.ts$', '^engine/host/index\\.ts$', '^api/(server|client)/', '^agents/', ANY_PACKAGE],
      mayUseNode: true,
      fix: 'The demo puts together what other rooms are: it imports them by their doors, and nobody imports it.',
    }),
    ...room('^web/', {
      may: ['^api/client/', ANY_PACKAGE],
      mayUseNode: false,
      fix: 'The terminal imports api/client only.',
    }),
    ...room('^programs/', {
      may: [],
      mayUseNode: false,
      fix: 'Programs are Rust. TypeScript that drives them goes to tests/ or settlement/.',
    }),
    ...room('^scripts/', {
      may: ['^engine/core/', '^engine/host/index\\.ts$', ANY_PACKAGE],
      mayUseNode: true,
      fix: "Scripts import engine/core, the host's door, node:* and packages.",
    }),
    {
      name: 'no circles',
      comment: 'Move what both need into a module of its own. Type-only circles count.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no dead ends',
      comment: 'The import leads nowhere: correct the path, or install the package.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'no undeclared packages',
      comment: "Name the package in the room's package.json, or in the root's if it is a tool.",
      severity: 'error',
      from: {},
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'no imports of tests',
      comment: 'Move what is needed out of the test file.',
      severity: 'error',
      from: {},
      to: { path: TEST, pathNot: ANY_PACKAGE },
    },
    {
      name: 'no module outside the rooms',
      comment: 'Every module lies in one of the rooms; a new room first gets its doors in .dependency-cruiser.cjs.',
      severity: 'error',
      from: { pathNot: [ROOMS, ROOT_CONFIGURATION] },
      to: {},
    },
    {
      name: 'no import from outside the rooms',
      comment: 'Every module lies in one of the rooms; a new room first gets its doors in .dependency-cruiser.cjs.',
      severity: 'error',
      from: {},
      to: {
        pathNot: [ROOMS, ROOT_CONFIGURATION, ANY_PACKAGE],
        dependencyTypesNot: ['core', 'unknown', 'undetermined'],
      },
    },
    {
      name: 'no orphan outside the rooms',
      comment: 'Every module lies in one of the rooms; a new room first gets its doors in .dependency-cruiser.cjs.',
      severity: 'error',
      from: { orphan: true, pathNot: [ROOMS, ROOT_CONFIGURATION] },
      to: {},
    },
  ],
  options: {
    doNotFollow: { path: '(^|/)node_modules/' },
    exclude: { path: '^(target|coverage|\\.cache)/' },
    // Imports of types are doors as well.
    tsPreCompilationDeps: true,
    detectProcessBuiltinModuleCalls: true,
    combinedDependencies: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.js', '.cjs', '.mjs', '.d.ts', '.json'],
    },
  },
};
