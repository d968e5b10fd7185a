// The snapshot file that `--live` names, checked against its schema, and the place in it that a target is.
import { schemaValidator } from '../../desired/shape/compiled-schemas.ts';
import type { Snapshot, SnapshotPlace } from '../../model/snapshot.ts';
import type { Target } from '../../model/target.ts';
import { printable } from '../../report/printable.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { readNamedFile } from '../read-named-file.ts';
import type { Surroundings } from '../surroundings.ts';

/** An exit code where it is none, which has then been said. */
export async function readSnapshot(
  file: string,
  { folder, err }: Surroundings,
): Promise<Snapshot | ExitCode> {
  const fault = (why: string): ExitCode => {
    err(`error: --live ${printable(file)}: ${printable(why)}\n`);
    err(`    right: a file that sluice snapshot --out ${printable(file)} wrote\n`);
    return exitCodes.invalid;
  };
  const read = await readNamedFile(file, folder);
  if (!read.ok) return fault(read.why);
  let value: unknown;
  try {
    value = JSON.parse(read.value);
  } catch {
    return fault('it is not JSON');
  }
  const validate = schemaValidator('snapshot');
  if (validate(value)) return value as Snapshot;
  const [error] = validate.errors ?? [];
  const place = error?.instancePath === '' ? 'the file' : (error?.instancePath ?? 'the file');
  return fault(`it is no snapshot: ${place} ${error?.message ?? 'is wrong'}`);
}

/** A refusal where the snapshot is of somewhere else. */
export function placeOf(
  { places }: Snapshot,
  { name, account, region, vpc }: Target,
  { err }: Surroundings,
): SnapshotPlace | ExitCode {
  const found = places.find(
    (place) => place.account === account && place.region === region && place.vpc === vpc,
  );
  if (found !== undefined) return found;
  const there = places.map((one) => `${one.account} ${one.region} ${one.vpc}`).join(', ');
  err(
    `refused: target ${name} is ${account} ${region} ${vpc}, and the snapshot is of ${printable(there)}.\n` +
      'Nothing was planned. Take a snapshot of this target.\n',
  );
  return exitCodes.refused;
}

/** `a snapshot that was taken 2026-11-26T08:00:00Z, 3 hours ago`. */
export function ageText({ takenAt }: Snapshot, nowMs: number): string {
  return `a snapshot that was taken ${printable(takenAt)}, ${agoText(nowMs - Date.parse(takenAt))}`;
}

function agoText(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 0) return 'which is yet to come by the clock of this machine';
  const [count, unit] =
    minutes < 60
      ? [minutes, 'minute']
      : minutes < 48 * 60
        ? [Math.floor(minutes / 60), 'hour']
        : [Math.floor(minutes / (24 * 60)), 'day'];
  return `${count} ${unit}${count === 1 ? '' : 's'} ago`;
}
