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
