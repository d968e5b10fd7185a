// Lists in replies: `{"Permissions":{"Permission":[…]}}`, and sometimes a plain array.

export type Wire = Readonly<Record<string, unknown>>;

/** The objects of the list at this path; undefined where there is none, or something else in it. */
export function wireList(wire: Wire, path: readonly string[]): readonly Wire[] | undefined {
  const list = elementsAt(wire, path);
  return list?.every(isObject) === true ? list : undefined;
}

/** The texts of the list at this path; undefined where there is none, or something else in it. */
export function wireTexts(wire: Wire, path: readonly string[]): readonly string[] | undefined {
  const list = elementsAt(wire, path);
  return list?.every((one) => typeof one === 'string') === true ? list : undefined;
}

function elementsAt(wire: Wire, path: readonly string[]): readonly unknown[] | undefined {
  let found: unknown = wire;
  for (const name of path) found = isObject(found) ? found[name] : undefined;
  return Array.isArray(found) ? (found as readonly unknown[]) : undefined;
}

function isObject(value: unknown): value is Wire {
  return typeof value === 'object' && value !== null;
}
