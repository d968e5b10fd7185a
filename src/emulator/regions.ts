// The regions there are, and the three characters with which the ids of their resources begin.

/** Undefined for a region that does not exist. */
export function regionalPrefix(region: string): string | undefined {
  return regionalPrefixes.get(region);
}

export function regions(): readonly string[] {
  return [...regionalPrefixes.keys()];
}

/** Where protocol numbers are said to work, on any of the vendor's pages. */
export function knowsNumbers(region: string): boolean {
  return regionsWithNumbers.has(region);
}

const regionsWithNumbers: ReadonlySet<string> = new Set([
  'ap-southeast-1',
  'ap-southeast-3',
  'ap-southeast-6',
  'cn-huhehaote',
  'cn-qingdao',
  'eu-west-1',
  'us-east-1',
  'us-west-1',
]);

/** bp1, uf6, 2ze, j6c and 8vb are attested; the others only matter in being different. */
const regionalPrefixes: ReadonlyMap<string, string> = new Map([
  ['cn-hangzhou', 'bp1'],
  ['cn-shanghai', 'uf6'],
  ['cn-beijing', '2ze'],
  ['cn-hongkong', 'j6c'],
  ['cn-zhangjiakou', '8vb'],
  ['cn-shenzhen', 'wz9'],
  ['cn-qingdao', 'm5e'],
  ['cn-huhehaote', 'hp3'],
  ['cn-wulanchabu', '0jl'],
  ['cn-chengdu', '2vc'],
  ['cn-heyuan', 'f8z'],
  ['cn-guangzhou', '7xv'],
  ['cn-nanjing', 'gc7'],
  ['cn-fuzhou', 'gw0'],
  ['cn-wuhan-lr', 'n4a'],
  ['cn-zhengzhou-jva', 'ze3'],
  ['cn-hangzhou-finance', 'bp2'],
  ['cn-shanghai-finance-1', 'uf7'],
  ['cn-shenzhen-finance-1', 'wz8'],
  ['cn-beijing-finance-1', '2zf'],
  ['cn-north-2-gov-1', '2zg'],
  ['ap-southeast-1', 't4n'],
  ['ap-southeast-2', 'p0w'],
  ['ap-southeast-3', '8ps'],
  ['ap-southeast-5', 'k1a'],
  ['ap-southeast-6', '5ts'],
  ['ap-southeast-7', '0jo'],
  ['ap-northeast-1', '6we'],
  ['ap-northeast-2', 'mj7'],
  ['ap-south-1', 'a2d'],
  ['us-east-1', '0xi'],
  ['us-west-1', 'rj9'],
  ['us-southeast-1', 'us3'],
  ['na-south-1', '4hf'],
  ['eu-west-1', 'd7o'],
  ['eu-central-1', 'gw8'],
  ['me-east-1', 'eb3'],
  ['me-central-1', 'l4v'],
]);
