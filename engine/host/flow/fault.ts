/**
 * What is wrong with an input file, and in which line. A file is somebody else's: its faults are told to the
 * person who named it, and are never a bug of the program.
 */

export class FlowFault extends Error {
  override readonly name = 'FlowFault';

  /** Names the file and the line, counted from 1 with the header; line 0 is the file as a whole. */
  constructor(path: string, line: number, what: string) {
    super(line > 0 ? `${path}, line ${line}: ${what}` : `${path}: ${what}`);
  }
}
