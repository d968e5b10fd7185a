// Every check there is. Listed by hand, so that importing a file never registers anything.
import type { Check } from './check.ts';
import { publicAdminPort } from './public-admin-port.ts';

export const checks: readonly Check[] = [publicAdminPort];
