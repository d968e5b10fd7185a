// One way to be refused: what is asked, of which operation, and the documented answer.

import type { Emulator, EmulatorOptions } from '../../../src/emulator/emulator.ts';
import type { Nested } from '../flavours.ts';
import type { Documented } from './documented-codes.ts';

export interface ErrorCase {
  readonly operation: Documented;
  /** Such as "400 InvalidPolicy.Malformed". */
  readonly answer: string;
  readonly ask: Nested;
  readonly options?: EmulatorOptions;
  /** What has to be before. */
  readonly arrange?: (emulator: Emulator) => void;
  /** Of the client; the emulator's own unless said. */
  readonly secret?: string;
  /** For what the typed client has no word for. */
  readonly plainly?: true;
}

export function rulesOf(count: number): readonly Readonly<Record<string, string>>[] {
  return Array.from({ length: count }, (_, n) => ({
    IpProtocol: 'tcp',
    PortRange: `${n + 1000}/${n + 1000}`,
    SourceCidrIp: '10.0.0.0/8',
    DestCidrIp: '',
  }));
}
