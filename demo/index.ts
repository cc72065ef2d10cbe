/** The demo: an exchange with everything that belongs to it, and traders on it. */
export { DemoExchange, type DemoOptions } from './exchange.ts';
export { type DemoFlow, demoFlow } from './order-flow.ts';
