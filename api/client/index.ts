/** The client of an exchange: public data, accounts, sessions and streams, for browsers and Node. */
export type { HttpOptions } from './http.ts';
export { ApiProblem, Unreachable } from './problem.ts';
export { PublicClient } from './public-client.ts';
export { SessionTrader } from './session-trader.ts';
export { keyProofText, messageText, tokenText } from './signing/texts.ts';
export { ed25519Wallet, newPrivateKey, type Wallet } from './signing/wallet.ts';
export { BookCopy, type CopiedLevel } from './streams/book-copy.ts';
export { StreamClient, type StreamClientOptions, type StreamFrame } from './streams/stream-client.ts';
export { Trader, type TraderOptions } from './trader.ts';
export type * from './wire/index.ts';
