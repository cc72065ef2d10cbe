/** The texts that are signed, each for one exchange, so that a signature is good for nothing else. */

/** Over the body of a message, which is sent as it is here. */
export function messageText(exchange: string, body: string): string {
  return `Intelligent Ledger message 1\nexchange ${exchange}\n${body}`;
}

/** For a token by which an identity reads. */
export function tokenText(exchange: string, identity: string, validUntil: number): string {
  return `Intelligent Ledger token 1\nexchange ${exchange}\nidentity ${identity}\nuntil ${validUntil}\n`;
}

/** What an agent key signs so that an owner may approve it. */
export function keyProofText(exchange: string, ownerIdentity: string): string {
  return `Intelligent Ledger key 1\nexchange ${exchange}\nowner ${ownerIdentity}\n`;
}

/** With what the chain of a session begins. */
export function sessionText(exchange: string, session: number, openedSequence: number): string {
  return `Intelligent Ledger session 1\nexchange ${exchange}\nsession ${session} opened ${openedSequence}\n`;
}

/** By the code over which a binary line proves that it is of a session; the challenge is of the line, as hex. */
export function logonText(exchange: string, session: number, challenge: string): string {
  return `Intelligent Ledger logon 1\nexchange ${exchange}\nsession ${session}\nchallenge ${challenge}\n`;
}

/** The body of the message by which a session signs its chain, as a binary line has it signed. */
export function signSessionBody(signing: {
  readonly account: number;
  readonly key: number;
  readonly session: number;
  readonly nonce: number;
  readonly validUntil: number;
  readonly counter: number;
  readonly ofSequence: number;
  readonly chain: string;
}): string {
  const { account, key, session, nonce, validUntil, counter, ofSequence, chain } = signing;
  const command = { type: 'sign_session', counter, of_sequence: ofSequence, chain };
  return JSON.stringify({ account, key, session, nonce, valid_until: validUntil, commands: [command] });
}
