// Where the estate lives: four VPCs in three regions of two accounts, each with a key for the emulator.

export const owner = 'edge-platform';

export const accounts = [
  { id: '1000000000000001', name: 'prod@example.com', profile: 'prod', key: 'estate-prod' },
  { id: '1000000000000002', name: 'lab@example.com', profile: 'lab', key: 'estate-lab' },
];

const [prod, lab] = accounts;

// A further account or region is a line here.
export const targets = [
  { account: prod, region: 'cn-hangzhou', letters: 'bp1', net: 10 },
  { account: prod, region: 'cn-shanghai', letters: 'uf6', net: 20 },
  { account: lab, region: 'cn-hangzhou', letters: 'bp2', net: 30 },
  { account: lab, region: 'cn-beijing', letters: '2ze', net: 40 },
].map((target) => ({
  ...target,
  name: `${target.account.profile}/${target.region}`,
  vpc: `vpc-${target.letters}estate00000000001`,
}));

/** The id of a group that is there before anything is applied. */
export function groupId({ letters }, name) {
  return `sg-${letters}${name}`.padEnd(23, '0');
}

/** The id of a machine, by the group that it is in at first. */
export function instanceId({ letters }, group, number) {
  return `i-${letters}${group}${number}`.padEnd(22, '0');
}

/** The blocks of the VPC itself. */
export function ownBlock({ net }) {
  return `10.${net}.0.0/16`;
}
