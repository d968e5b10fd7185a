// How much a report says where it may not be long: less and less, the verdict always.

export interface Detail {
  readonly steps: boolean;
  /** Changes by groups, by the places in the files that cause them, or as a sum alone. */
  readonly groups: 'rows' | 'causes' | 'none';
  /** Which traffic, or how much of it. */
  readonly access: 'rows' | 'counts';
  readonly hazards: 'messages' | 'codes';
  /** Which lines of the files change many groups. */
  readonly causes: boolean;
  /** A section for each target, a line for each, or all in one. */
  readonly targets: 'sections' | 'lines' | 'none';
}

const everything: Detail = {
  steps: true,
  groups: 'rows',
  access: 'rows',
  hazards: 'messages',
  causes: true,
  targets: 'sections',
};

const numbersOnly = {
  ...everything,
  ...({ steps: false, groups: 'none', access: 'counts', hazards: 'codes' } as const),
};

/** From all to hardly anything; each says less than the one before it. */
export const details: readonly Detail[] = [
  everything,
  { ...everything, steps: false },
  { ...everything, steps: false, groups: 'causes' },
  { ...everything, steps: false, groups: 'none' },
  { ...everything, steps: false, groups: 'none', access: 'counts' },
  { ...numbersOnly, targets: 'sections' },
  { ...numbersOnly, targets: 'lines' },
  { ...numbersOnly, targets: 'none' },
  { ...numbersOnly, causes: false, targets: 'none' },
];

/** What is not there, in words; nothing where everything is. */
export function leftOut(detail: Detail): readonly string[] {
  const { steps, groups, access, hazards, causes, targets } = detail;
  return [
    ...(steps ? [] : ['the steps']),
    ...(groups === 'rows'
      ? []
      : [groups === 'causes' ? 'the rows of groups' : 'what changes where']),
    ...(access === 'rows' ? [] : ['which traffic it is']),
    ...(hazards === 'messages' ? [] : ['what the hazards are about']),
    ...(causes ? [] : ['which lines cause it']),
    ...(targets === 'sections' ? [] : ['more about each target']),
  ];
}

/** The longest of the texts that is short enough, in UTF-16 units and in bytes of UTF-8; else the last. */
export function fitted(render: (detail: Detail) => string, sizeMax: number): string {
  let text = '';
  for (const detail of details) {
    text = render(detail);
    if (text.length <= sizeMax && Buffer.byteLength(text) <= sizeMax) return text;
  }
  return text;
}
