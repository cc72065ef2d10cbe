/** Agents: programs that trade through the client like anybody else. */
export { FlowMaker } from './flow/flow-maker.ts';
export { FlowPlayer } from './flow/flow-player.ts';
export type { FlowRow } from './flow/flow-row.ts';
