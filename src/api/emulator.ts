// The package's entry for the emulator: `import { Emulator } from 'sluice/emulator'`. docs/emulator.md shows its use.
export {
  Emulator,
  type EmulatorOptions,
  type EmulatorReply,
  type EmulatorRequest,
  type EmulatorSnapshot,
} from '../emulator/emulator.ts';
export { openFaults } from '../emulator/faults/open-faults.ts';
export { virtualClock } from '../emulator/faults/virtual-clock.ts';
export { serve, type Served } from '../emulator/http/server.ts';
export { openStateFile, type StateFile } from '../emulator/state-file.ts';
