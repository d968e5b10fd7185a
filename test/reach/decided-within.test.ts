// Goal: what is decided within a region is what a packet of it meets, and nothing outside is looked at.
// Method: random rules and regions of a world in which each kind of packet is asked about one by one.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Policy } from '../../src/model/rule.ts';
import { decidedWithin } from '../../src/reach/decided-within.ts';
import { runs } from '../runs.ts';
import { isInRegion } from './regions.ts';
import { isMatch, matching, smallPackets, smallRules } from './small-world.ts';

const addressed = smallRules.map((rules) => rules.filter(({ peer }) => peer.kind === 'cidr'));

test('each packet of the region is in one class, which decides it as the rules do', () => {
  fc.assert(
    fc.property(
      fc.record({
        rules: smallRules,
        boxes: addressed,
        except: addressed.map((rules) => rules.slice(0, 2)),
        fallback: fc.constantFrom<Policy>('accept', 'drop'),
      }),
      ({ rules, boxes, except, fallback }) => {
        const options = { direction: 'ingress', boxes, except, fallback, classesMax: 1_000_000 };
        const { classes, isComplete } = decidedWithin(rules, { ...options, direction: 'ingress' });
        expect(isComplete).toBe(true);
        for (const packet of smallPackets) {
          // Somebody in both groups is no class of its own.
          if (packet.peerGroups.length > 1) continue;
          const isInside =
            boxes.some((box) => isMatch(box, packet)) &&
            !except.some((one) => isMatch(one, packet));
          const [first] = matching(rules, packet);
          const policies = classes
            .filter(({ region }) => isInRegion(region, packet))
            .map(({ policy }) => policy);
          const policy = first?.policy ?? fallback;
          expect(new Set(policies)).toEqual(new Set(isInside ? [policy] : []));
          for (const { region, rules: by } of classes) {
            if (!isInRegion(region, packet)) continue;
            expect(by.every((rule) => isMatch(rule, packet) && rule.policy === policy)).toBe(true);
            expect(by.length > 0).toBe(first !== undefined);
          }
        }
      },
    ),
    { numRuns: runs(150) },
  );
});
