export type { EngineModel } from "./engine/engine-model.ts";
export { type EnginePreset, enginePresets } from "./engine/engine-presets.ts";
export { Engine, type StepResult } from "./engine/engine.ts";
export { seededRandom } from "./seeded-random.ts";
export type { EngineOptions } from "./server/engine-options.ts";
export type { Faults } from "./server/faults.ts";
export type { SeenRequest } from "./server/seen-request.ts";
export { type RunningEngine, startEngine } from "./server/start-engine.ts";
