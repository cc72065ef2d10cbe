/**
 * What an agent key signs so that an owner may approve it: that it acts for that owner. Without it anybody could take a
 * key that is not his, and nobody else could use it any more.
 */

/** The text, for an exchange and the identity of an owner, 64 digits of hex each. */
export function keyProofText(domain: string, ownerIdentity: string): string {
  return `Intelligent Ledger key 1\nexchange ${domain}\nowner ${ownerIdentity}\n`;
}
