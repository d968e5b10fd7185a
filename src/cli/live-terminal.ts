// A terminal with a list at its end that is drawn over. Whatever is printed goes above the list,
// whoever prints it: a line that it does not know of would leave a part of it behind.

export interface TerminalSize {
  readonly columns: number;
  readonly rows: number;
}

export interface LiveList {
  /** Takes it off the screen. */
  readonly clear: () => void;
  readonly draw: () => void;
}

export class LiveTerminal {
  readonly size: () => TerminalSize;
  readonly write: (text: string) => void;
  #list: LiveList | undefined;

  constructor(size: () => TerminalSize, write: (text: string) => void) {
    this.size = size;
    this.write = write;
  }

  /** Undefined where there is none any more. */
  show(list: LiveList | undefined): void {
    this.#list = list;
  }

  above(text: string, print: (text: string) => void): void {
    this.#list?.clear();
    print(text);
    // At once: until the next frame is long enough to see that the list is not there.
    if (text.endsWith('\n')) this.#list?.draw();
  }
}
