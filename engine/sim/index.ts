/**
 * The door of the simulation: the judge, the workload, and what holds the fast core to the judge.
 */

export { type CampaignOptions, type ListRun, optionsFor, runCampaign, runList, runSteps } from './equality.ts';
export { type FuzzFailure, type FuzzReport, runFuzz } from './fuzz.ts';
export { coverageGoals } from './goals/all-goals.ts';
export { Coverage } from './goals/coverage.ts';
export { type Answer, NaiveExchange } from './judge/naive-exchange.ts';
export { type Shrunk, shrunk, type Trial } from './shrinking.ts';
export { entryInWords, recordInWords } from './transcript.ts';
export { type Difference, type TwinOptions, Twins } from './twins.ts';
export { draftOf } from './workload/draft.ts';
export { LogWriter } from './workload/log-writer.ts';
export { event } from './workload/market-template.ts';
export { adversarialBooks } from './workload/orders/adversarial-books.ts';
export type { Profile } from './workload/profile.ts';
export { PROFILES } from './workload/profile-list.ts';
export { derivedSeed, Random } from './workload/random.ts';
export type { Step } from './workload/step.ts';
export { Workload } from './workload/workload.ts';
