// The disk, with other texts in some of its files: what files would say is read as they are.
import { disk } from '../files/disk.ts';
import type { FileSource } from '../files/file-source.ts';

/** By whole paths. */
export function withTexts(texts: ReadonlyMap<string, string>): FileSource {
  return {
    ...disk,
    readTexts: async (places) => {
      const others = places.filter((place) => !texts.has(place));
      const read = await disk.readTexts(others);
      const byPlace = new Map(others.map((place, index) => [place, read[index]]));
      return places.map((place) => texts.get(place) ?? byPlace.get(place) ?? '');
    },
  };
}
