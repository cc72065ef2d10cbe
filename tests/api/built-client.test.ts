/**
 * The client as it is published: plain JavaScript with types, installed by a program that knows nothing of this
 * repository. Method: the built package in a directory of its own, a program that trades by it, and the compiler on a
 * program that uses its types.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import ts from 'typescript';
import { afterEach, expect, test } from 'vitest';
import { buildClient } from '../../scripts/build/client-package.ts';
import { DemoGateways } from './demo-gateway.ts';

const MODULES = resolve(import.meta.dirname, '../../node_modules');
const gateways = new DemoGateways();
let directory = '';

afterEach(async () => {
  await gateways.removeAll();
  rmSync(directory, { recursive: true, force: true });
});

const PROGRAM = `
import { connect } from 'node:net';
import { ed25519Wallet, newPrivateKey, Trader } from '@intelligent-ledger/client';
import { BinaryTrader } from '@intelligent-ledger/client/binary';
import { Message } from '@intelligent-ledger/client/wire';
const [url = '', port = ''] = process.argv.slice(2);
const open = async () => Trader.openDemo({ url, wallet: await ed25519Wallet(newPrivateKey()) });
const [maker, taker] = [await open(), await open()];
await maker.send({ type: 'place_order', market: 0, side: 'sell', price: '100', size: '0.5' });
const binary = await BinaryTrader.open(taker, connect(Number(port), '127.0.0.1'));
const { filled } = await binary.place({ market: 0, side: 'buy', price: 10_000, size: 5_000 });
await binary.close();
const [fill] = await maker.fills();
console.log(JSON.stringify({ filled, price: fill.price, properties: Object.keys(Message.properties).length }));
`;

test('the built package trades from plain JavaScript, and its types are those of the sources', async () => {
  directory = mkdtempSync(join(tmpdir(), 'exchange-client-'));
  const installed = join(directory, 'node_modules/@intelligent-ledger/client');
  buildClient(installed);
  symlinkSync(join(MODULES, 'typebox'), join(directory, 'node_modules/typebox'));
  const files = readdirSync(installed, { recursive: true }).map(String);
  expect(files.filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts'))).toEqual([]);
  expect(files).toContain('LICENSE');
  writeFileSync(join(directory, 'program.mjs'), PROGRAM);
  const gateway = await gateways.start(gateways.newData());
  const door = await gateways.openBinary(gateway);
  const child = spawn(process.execPath, [join(directory, 'program.mjs'), gateway.url, String(door.port)]);
  let said = '';
  child.stdout.on('data', (bytes) => {
    said += bytes;
  });
  child.stderr.on('data', (bytes) => {
    said += bytes;
  });
  expect([await new Promise((done) => child.on('close', done)), said]).toEqual([0, expect.any(String)]);
  expect(JSON.parse(said)).toEqual({ filled: 5_000, price: '100', properties: 6 });
  const source =
    "import { Trader } from '@intelligent-ledger/client';\nexport const open: typeof Trader.open = Trader.open;\n";
  expect(
    faultsOf(
      `${source}export const fills: Promise<readonly { price: string }[]> = {} as ReturnType<Trader['fills']>;\n`,
    ),
  ).toEqual([]);
  expect(faultsOf(`${source}export const wrong: number = Trader.open;\n`)).toHaveLength(1);
  // The compiler reads every declaration that the package leads to.
}, 180_000);

/** What the compiler finds in a program that uses the package. */
function faultsOf(source: string): string[] {
  mkdirSync(directory, { recursive: true });
  const path = join(directory, 'typed.mts');
  writeFileSync(path, source);
  const options: ts.CompilerOptions = {
    module: ts.ModuleKind.NodeNext,
    strict: true,
    noEmit: true,
    skipLibCheck: false,
  };
  const lib = { target: ts.ScriptTarget.ES2024, lib: ['lib.es2024.d.ts', 'lib.dom.d.ts'], types: [] };
  const program = ts.createProgram([path], { ...options, ...lib });
  return ts.getPreEmitDiagnostics(program).map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '));
}
