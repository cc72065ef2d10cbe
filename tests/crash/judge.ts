/**
 * Judges a host that was killed. It reads the journal as nobody else does: its own reader, its own machine, each entry
 * alone. What was acknowledged must be there with the same answer, messages must be whole, and the state of whoever
 * starts next must be the judge's.
 */
import { crc32 } from 'node:zlib';
import { decode, decodeEntry, Machine, memberFrame, openMessage, ResultCode } from '@intelligent-ledger/engine/core';
import { type DataDirectories, JournalReader, systemDisk } from '@intelligent-ledger/engine/host';
import type { Line } from './loaded-host.ts';

export class Judge {
  readonly faults: string[] = [];
  acknowledged = 0;
  messages = 0;
  readonly machine = new Machine();
  private readonly directories: DataDirectories;
  private reader: JournalReader | null = null;
  /** By sequence less one: the answer to each entry, as code and check sum of the records. */
  private readonly answers: [number, number][] = [];
  private lastAcknowledged = 0;
  /** What was heard and not judged yet: sequence, code and check sum of the records. */
  private claims: [number, number, number][] = [];
  /** Entries that still belong to the message that was begun. */
  private membersLeft = 0;

  constructor(directories: DataDirectories) {
    this.directories = directories;
  }

  /** Takes what a process said before it was killed. */
  hear(lines: readonly Line[]): void {
    for (const line of lines) {
      if (line.kind === 'refused') this.faults.push(`a start was refused: ${line.why}`);
      if (line.kind !== 'acknowledged') continue;
      for (const [sequence, code, records] of line.commands) {
        this.acknowledged += 1;
        this.lastAcknowledged = Math.max(this.lastAcknowledged, sequence);
        this.claims.push([sequence, code, records]);
      }
    }
  }

  /** Reads on up to where a start went on, and holds everything that was heard and what that start says to it. */
  async judge({ sequence, stateHash }: { readonly sequence: number; readonly stateHash: string }): Promise<void> {
    await this.readTo(sequence);
    const { machine, faults } = this;
    if (machine.sequence !== sequence)
      faults.push(`the journal ends at ${machine.sequence}, a start went on at ${sequence}`);
    if (sequence < this.lastAcknowledged)
      faults.push(`${this.lastAcknowledged} was acknowledged, a start has ${sequence}`);
    if (machine.stateHash() !== stateHash) faults.push(`at ${sequence} a start has another state than a replay`);
    if (this.membersLeft !== 0) faults.push(`a message at the end of ${sequence} is not whole`);
    for (const [at, code, records] of this.claims) {
      const answer = this.answers[at - 1];
      const isSame = answer !== undefined && answer[0] === code && answer[1] === records;
      if (!isSame) faults.push(`${at} was acknowledged with ${code} and is ${answer?.[0] ?? 'not in the journal'}`);
    }
    this.claims = [];
  }

  async close(): Promise<void> {
    await this.reader?.close();
  }

  private async readTo(sequence: number): Promise<void> {
    const { journal, archive } = this.directories;
    this.reader ??= await JournalReader.open(systemDisk, [journal, archive]);
    const { reader, machine } = this;
    await reader.refresh();
    while (machine.sequence < sequence) {
      const block = await reader.next();
      if (block === null) break;
      for (let at = 0; at < block.entries.length; ) {
        const entry = decodeEntry(block.entries, at);
        this.apply(block.entries.subarray(at, at + entry.byteLength), entry.head.sequence);
        this.checkMessage(entry.command, entry.frame);
        at += entry.byteLength;
      }
    }
    if (reader.damage !== null) this.faults.push(`${reader.damage.place.path}: ${reader.damage.what}`);
  }

  private apply(entry: Uint8Array, sequence: number): void {
    const { machine, faults, answers } = this;
    const code = machine.applyBytes(entry);
    const isTaken = code === ResultCode.accepted || code > ResultCode.recordsFull;
    if (!isTaken || machine.sequence !== sequence) faults.push(`entry ${sequence} is not the next of the log`);
    answers.push([code, crc32(machine.takeRecords())]);
  }

  /** A message begins with a frame that says how many commands it has, and goes on with its members. */
  private checkMessage(command: Uint8Array, frame: Uint8Array): void {
    const isMember = frame[0] === memberFrame.number && frame.length === memberFrame.byteLength;
    if (isMember !== this.membersLeft > 0) this.faults.push('a message was taken apart');
    if (isMember) this.membersLeft -= 1;
    if (command[0] !== openMessage.number) return;
    this.messages += 1;
    this.membersLeft = decode(openMessage, command).commands;
  }
}
