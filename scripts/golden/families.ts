/** Every layout of the wire and of the disk, by family: what the golden files and the reference pages are made from. */

import { COMMANDS, entryHead, FRAMES, type Layout, RECORDS, SNAPSHOT_ROWS } from '@intelligent-ledger/engine/core';
import { JOURNAL_LAYOUTS } from '@intelligent-ledger/engine/host';

export interface Family {
  /** Name of the golden file and of the reference page. */
  readonly name: string;
  readonly title: string;
  /** What the family is, for the head of its page. */
  readonly about: string;
  readonly layouts: readonly Layout[];
}

export const FAMILIES: readonly Family[] = [
  {
    name: 'commands',
    title: 'Commands',
    about:
      'What changes state. A command follows the [head of its entry](entry.md); its blob, if any, follows the ' +
      'command. The answer is one of the [records](records.md).',
    layouts: COMMANDS,
  },
  {
    name: 'records',
    title: 'Records',
    about: 'What the core says about what a command did. One command may emit several records, one behind the other.',
    layouts: RECORDS,
  },
  {
    name: 'frames',
    title: 'Authorization frames',
    about:
      'The proof that whoever a command names asked for it. A frame follows the command of an ' +
      '[entry](entry.md), and the signed bytes, if any, follow the frame. The core does not read frames.',
    layouts: FRAMES,
  },
  {
    name: 'entry',
    title: 'Log entry',
    about:
      'An entry is this head, a [command](commands.md) with its blob, and an [authorization frame](frames.md) with ' +
      'its signed bytes. The command and the frame are each padded with zeros to a multiple of eight bytes.',
    layouts: [entryHead],
  },
  {
    name: 'snapshot',
    title: 'Snapshot',
    about:
      'The logical state: the head, the Genesis command with its blob, then owners, accounts and markets in order of ' +
      'number. A market is followed by its bands of {u32 from price, u32 step} and by its orders, bids then asks, ' +
      'the best price first and in order of time. Every part begins at a multiple of eight bytes. Only the head ' +
      'carries its number.',
    layouts: SNAPSHOT_ROWS,
  },
  {
    name: 'journal',
    title: 'Journal',
    about:
      'What lies in the files of a durable exchange. A segment is a head in its first sector of 4,096 bytes ' +
      'and blocks behind it, each from the start of a sector; a block is its head, whole ' +
      '[entries](entry.md), and zeros up to the next sector. The check sum of a block begins with that of ' +
      "the block before, exclusive-or the CRC-32 of the journal's id, and goes over its head up to that " +
      'field and then over the entries. The mark of what was released is in two sectors of a file of its ' +
      'own, written in turn. A snapshot is a head in its first sector and the [state](snapshot.md) behind ' +
      'it. All integers are little-endian; CRC-32 is that of zlib.',
    layouts: JOURNAL_LAYOUTS,
  },
];
