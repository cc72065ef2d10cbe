/** Makes of the client's sources a package of plain JavaScript with types, as it is published. */
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { ROOT } from '../tree/repository.ts';

const CLIENT = join(ROOT, 'api/client');

/** The sources do not compile; the text says where. */
class BuildFailed extends Error {}

/** Builds the package into a directory, which is emptied first. */
export function buildClient(directory: string): void {
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true });
  const path = join(CLIENT, 'tsconfig.build.json');
  const { config } = ts.readConfigFile(path, ts.sys.readFile);
  const { fileNames, options } = ts.parseJsonConfigFileContent(config, ts.sys, CLIENT, { outDir: directory }, path);
  const program = ts.createProgram(fileNames, options);
  const faults = [...ts.getPreEmitDiagnostics(program), ...program.emit().diagnostics];
  if (faults.length > 0) {
    const host = {
      getCanonicalFileName: (name: string) => name,
      getCurrentDirectory: () => ROOT,
      getNewLine: () => '\n',
    };
    throw new BuildFailed(ts.formatDiagnostics(faults, host));
  }
  writeFileSync(join(directory, 'package.json'), `${JSON.stringify(manifest(), null, 2)}\n`);
  copyFileSync(join(ROOT, 'LICENSE'), join(directory, 'LICENSE'));
}

/** That of the sources, whose doors lead to what was made of them. */
function manifest(): object {
  const {
    private: _,
    exports: doors,
    ...rest
  } = JSON.parse(readFileSync(join(CLIENT, 'package.json'), 'utf8')) as {
    readonly private: boolean;
    readonly exports: Readonly<Record<string, string>>;
  };
  const built = Object.entries(doors).map(([name, source]) => {
    const stem = source.replace(/\.ts$/, '');
    return [name, { types: `${stem}.d.ts`, default: `${stem}.js` }];
  });
  return { ...rest, exports: Object.fromEntries(built), sideEffects: false };
}
