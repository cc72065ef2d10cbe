/** The binary door: frames, commands, and a trader over a line that somebody opened. */
export { BinaryRefused, BinaryTrader, type Line } from './binary-trader.ts';
export * from './commands.ts';
export * from './frames.ts';
