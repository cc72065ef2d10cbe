/** Everything that goes over the wire, as schemas and types. */
export * from './accounts.ts';
export * from './commands.ts';
export * from './exchange.ts';
export * from './keys.ts';
export * from './markets.ts';
export * from './preview.ts';
export * from './results.ts';
export * from './streams.ts';
