// The package's entry for programs: `import { loadWorkspace } from 'sluice'`. docs/library.md shows its use.
//
// What is named here is what users may rely on; every other file of the package may move.
export { applyPlan, type ApplyPlanOptions, type NotAgreed } from './apply-plan.ts';
export { cloudTransport, type CloudTransportOptions } from './cloud-transport.ts';
export {
  loadWorkspace,
  type LoadedWorkspace,
  type LoadWorkspaceOptions,
} from './load-workspace.ts';
export { makePlan, type MadePlan, type MakePlanOptions } from './make-plan.ts';
export { findingsText, planText, refusalsText } from './plain-text.ts';
export type { OtherTarget } from './other-targets.ts';
export { readLiveState, type ReadLiveState, type ReadLiveStateOptions } from './read-live.ts';
export { toolVersion } from './tool-version.ts';
export type { ApplyEvent } from '../applier/events.ts';
export { inProcessTransport } from '../cloud/in-process.ts';
export type { ApiCall, ApiFailure, ApiReply, Transport } from '../cloud/transport.ts';
export type { Finding } from '../model/finding.ts';
export type { Hazard, HazardCode } from '../model/hazard.ts';
export type { LiveState } from '../model/live.ts';
export type { Plan } from '../model/plan.ts';
export type { Refusal } from '../model/refusal.ts';
export type { Step } from '../model/step.ts';
export type { DesiredState, Target } from '../model/target.ts';
