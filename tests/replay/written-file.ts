/**
 * Input files made for one test: written below the system's directory for temporary files and removed after the test.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { onTestFinished } from 'vitest';

/** Writes text, or bytes, to a file of this name and answers its path. A name that ends in `.gz` is written as gzip. */
export function writtenFile(name: string, content: string | Uint8Array): string {
  const directory = mkdtempSync(join(tmpdir(), 'replay-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const path = join(directory, name);
  const isText = typeof content === 'string';
  writeFileSync(path, isText && name.endsWith('.gz') ? gzipSync(content) : content);
  return path;
}
