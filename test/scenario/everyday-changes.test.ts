// Twenty changes as people make them, each with the plan that a reviewer reads: read the golden texts as
// somebody who is tired, and asks only which traffic opens, which closes, where, and because of which line.
import { chaptersOf, everydayChanges } from './everyday.ts';
import { scenario } from './scenario.ts';

for (const [name, change] of everydayChanges) scenario(`everyday/${name}`, chaptersOf(change));
