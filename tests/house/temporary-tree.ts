/** Small trees of files for the tests of the house, made below the system's folder for such things. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** Makes a tree with these files, hands its root to `use`, and removes it, whatever `use` did. */
export async function withTree<Answer>(
  files: Readonly<Record<string, string>>,
  use: (root: string) => Answer | Promise<Answer>,
): Promise<Answer> {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'house-')));
  try {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    return await use(root);
  } finally {
    rmSync(root, { recursive: true });
  }
}
