/** The gateway: the doors through which the world speaks to the exchange. */

export { PROBLEMS, type ProblemName } from './accept/problems.ts';
export { BinaryDoor, DoorFailed } from './binary/binary-door.ts';
export { beginDemo, commandOf, DEMO_COIN, type DemoMarket, type RoleKeys } from './demo/demo-exchange.ts';
export { Faucet } from './faucet/faucet.ts';
export { Gateway, type Limits } from './gateway.ts';
export { History } from './history/history.ts';
export { type AppOptions, createApp, listen } from './http/app.ts';
