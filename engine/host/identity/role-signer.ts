/** Signs what a role sends: commands that nobody else may send, in messages whose nonces ascend. */
import {
  encode,
  type MessageCommand,
  ROLE_MESSAGE_FORMAT,
  roleMessageBytes,
  signatureFrame,
} from '@intelligent-ledger/engine/core';
import type { SigningKey } from './private-keys.ts';
import { ED25519_SCHEME } from './signatures.ts';

/** As long as commands of users live at most. */
export const LIFE_MICROS = 60_000_000;

export class RoleSigner {
  private readonly domain: string;
  private readonly key: SigningKey;
  private lastNonce = 0;

  constructor(domain: string, key: SigningKey) {
    this.domain = domain;
    this.key = key;
  }

  /** The frame of a message that is sent at a time in microseconds, which is its nonce too, so that nonces ascend. */
  frameFor(commands: readonly MessageCommand[], now: number): Uint8Array {
    this.lastNonce = Math.max(this.lastNonce + 1, now);
    return roleFrame(this.domain, this.key, { nonce: this.lastNonce, validUntil: now + LIFE_MICROS, commands });
  }
}

/** The frame of a message of a role, with what was signed behind it. */
export function roleFrame(
  domain: string,
  key: SigningKey,
  message: Parameters<typeof roleMessageBytes>[1],
): Uint8Array {
  const signed = roleMessageBytes(domain, message);
  const frame = encode(signatureFrame, {
    signedBytes: signed.length,
    scheme: ED25519_SCHEME,
    payloadFormat: ROLE_MESSAGE_FORMAT,
    commandCount: message.commands.length,
    signer: key.publicKey,
    signature: key.sign(signed),
  });
  return Buffer.concat([frame, signed]);
}
