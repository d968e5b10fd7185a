// How the cloud refuses a call for the sake of what it names: no repetition heals that, for ids are the
// cloud's to give, and one that is not there will not come.

/** `otherVpc`: a group that is there, and whose rules may not name it. */
export type NotThere = 'group' | 'otherVpc' | 'prefixList' | 'portList' | 'resourceGroup';

const kinds: ReadonlyMap<string, NotThere> = new Map([
  ['InvalidSourceGroupId.NotFound', 'group'],
  ['InvalidDestGroupId.NotFound', 'group'],
  ['InvalidSourceGroupId.Mismatch', 'otherVpc'],
  ['InvalidDestGroupId.Mismatch', 'otherVpc'],
  ['InvalidPrefixListId.NotFound', 'prefixList'],
  ['InvalidPortRangeListId.NotFound', 'portList'],
  ['InvalidResourceGroup.NotFound', 'resourceGroup'],
]);

/** Undefined where a call was refused for another reason. */
export function notThereBy(code: string): NotThere | undefined {
  return kinds.get(code);
}
