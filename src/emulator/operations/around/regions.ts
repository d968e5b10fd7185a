// DescribeRegions: every region that there is.

import { operation } from '../../operation.ts';
import { regions } from '../../regions.ts';
import type { ReplyBody } from '../../tokens.ts';

export const describeRegions = operation('DescribeRegions', describe, {
  mutates: false,
  missingRegion: undefined,
});

function describe(): ReplyBody {
  const Region = regions().map((region) => ({
    RegionId: region,
    RegionEndpoint: `ecs.${region}.aliyuncs.com`,
    LocalName: region,
    Status: 'available',
  }));
  return { Regions: { Region } };
}
