// Ranges of ports, as the wire writes them: 22/22, 8000/8999.

export function isPortRange(text: string): boolean {
  const [, from, to] = /^(\d{1,5})\/(\d{1,5})$/.exec(text) ?? [];
  const [first, last] = [Number(from), Number(to)];
  return first >= 1 && first <= last && last <= 65535;
}
