// What the lines of an apply say of the process that writes them.
import { toolVersion } from '../../api/tool-version.ts';

export function thisProcess(): { readonly toolVersion: string; readonly pid: number } {
  return { toolVersion: toolVersion(), pid: process.pid };
}

/** UTC, to the millisecond. */
export function now(): string {
  return new Date().toISOString();
}
