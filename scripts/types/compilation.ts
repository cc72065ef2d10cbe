/**
 * Type-checks each room by its own `tsconfig.json`, since what a room may name differs: the core knows no `process`.
 * The rooms share what the compiler has read. Each module on disk must belong to a room, or nothing would check it.
 */
import { dirname, join, relative } from 'node:path';
import ts from 'typescript';
import type { Finding } from '../tree/finding.ts';
import { filesBelow, isTypeScript } from '../tree/repository.ts';

export interface Compilation {
  readonly findings: readonly Finding[];
  readonly rooms: readonly string[];
  readonly modules: number;
}

/** Checks every room of the tree at `root`, that is every folder with a `tsconfig.json` and a module. */
export function compileRooms(root: string): Compilation {
  const paths = filesBelow(root);
  const findings: Finding[] = [];
  const rooms: string[] = [];
  const checked = new Set<string>();
  const read = new Map<string, ts.SourceFile | undefined>();
  for (const path of paths.filter((candidate) => /(^|\/)tsconfig\.json$/.test(candidate))) {
    const room = ts.parseJsonConfigFileContent(readConfiguration(root, path), ts.sys, join(root, dirname(path)));
    if (room.fileNames.length === 0) continue;
    rooms.push(dirname(path));
    for (const name of room.fileNames) checked.add(relativePath(root, name));
    const program = ts.createProgram(room.fileNames, room.options, sharingHost(room.options, read));
    for (const fault of [...room.errors, ...ts.getPreEmitDiagnostics(program)]) findings.push(findingOf(root, fault));
  }
  const modules = paths.filter(isTypeScript);
  for (const path of modules.filter((candidate) => !checked.has(candidate))) {
    const message = 'No tsconfig.json includes this module: move it into a room, or give its room one.';
    findings.push({ path, line: 0, rule: 'types', message });
  }
  return { findings: unique(findings), rooms, modules: modules.length };
}

function readConfiguration(root: string, path: string): unknown {
  const { config, error } = ts.readConfigFile(join(root, path), ts.sys.readFile);
  if (error !== undefined) throw new Error(ts.flattenDiagnosticMessageText(error.messageText, '\n'));
  return config;
}

/** A host that parses a file once for all rooms that parse it alike. */
function sharingHost(options: ts.CompilerOptions, read: Map<string, ts.SourceFile | undefined>): ts.CompilerHost {
  const host = ts.createCompilerHost(options);
  return {
    ...host,
    getSourceFile: (name, languageVersion, ...rest) => {
      const key = `${name} ${JSON.stringify(languageVersion)}`;
      if (!read.has(key)) read.set(key, host.getSourceFile(name, languageVersion, ...rest));
      return read.get(key);
    },
  };
}

function findingOf(root: string, fault: ts.Diagnostic): Finding {
  const message = ts.flattenDiagnosticMessageText(fault.messageText, '\n');
  const rule = `types ${fault.code}`;
  if (fault.file === undefined) return { path: '.', line: 0, rule, message };
  const line = fault.file.getLineAndCharacterOfPosition(fault.start ?? 0).line + 1;
  return { path: relativePath(root, fault.file.fileName), line, rule, message };
}

/** A module that two rooms check has its faults found twice. */
function unique(findings: readonly Finding[]): Finding[] {
  return [...new Map(findings.map((finding) => [JSON.stringify(finding), finding])).values()];
}

function relativePath(root: string, name: string): string {
  return relative(root, name).replaceAll('\\', '/');
}
