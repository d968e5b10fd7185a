// Goal: the live list leaves nothing behind on a terminal, whoever prints meanwhile, and whatever
// becomes of the size of the window.
// Method: a screen that knows the four sequences that are used, and wraps lines as terminals do.
import picocolors from 'picocolors';
import { expect, test } from 'vitest';
import type { ApplyEvent } from '../../src/applier/events.ts';
import { LiveTerminal } from '../../src/cli/live-terminal.ts';
import { ProgressDisplay } from '../../src/cli/apply/progress-display.ts';
import { processSurroundings } from '../../src/cli/surroundings.ts';
import type { Step } from '../../src/model/step.ts';

/** Rows of text with a cursor below the last of them or on one of them. */
class Screen {
  columns: number;
  readonly rows = 24;
  #lines: string[] = [''];
  #row = 0;
  #column = 0;

  constructor(columns: number) {
    this.columns = columns;
  }

  get text(): string {
    return this.#lines.map((line) => line.trimEnd()).join('\n');
  }

  /** As terminals do that wrap again what no longer fits; the cursor stands below everything. */
  narrow(columns: number): void {
    this.columns = columns;
    const wrapped = this.#lines.flatMap((line) => {
      return line.match(new RegExp(`.{1,${columns}}`, 'g')) ?? [''];
    });
    this.#lines = wrapped;
    this.#row = wrapped.length - 1;
  }

  readonly write = (text: string): void => {
    for (const [part] of text.matchAll(/\u001b\[\d*[AJK]|[^]/g)) this.#take(part);
  };

  #take(part: string): void {
    if (part === '\n') {
      this.#row += 1;
      this.#column = 0;
      this.#lines[this.#row] ??= '';
    } else if (part === '\r') this.#column = 0;
    else if (part.endsWith('A') && part.length > 1) this.#row -= Number(part.slice(2, -1));
    else if (part === '\u001b[K') this.#put('');
    else if (part === '\u001b[J') {
      this.#put('');
      this.#lines.length = this.#row + 1;
    } else {
      if (this.#column === this.columns) this.#take('\n');
      const line = (this.#lines[this.#row] ?? '').padEnd(this.#column);
      this.#lines[this.#row] = line.slice(0, this.#column) + part + line.slice(this.#column + 1);
      this.#column += 1;
    }
  }

  #put(rest: string): void {
    this.#lines[this.#row] = `${(this.#lines[this.#row] ?? '').slice(0, this.#column)}${rest}`;
  }
}

interface Watched {
  readonly screen: Screen;
  readonly display: ProgressDisplay;
  readonly print: (text: string) => void;
}

function watch(columns: number): Watched {
  const screen = new Screen(columns);
  const terminal = new LiveTerminal(
    () => ({ columns: screen.columns, rows: screen.rows }),
    screen.write,
  );
  const colours = picocolors.createColors(false);
  const surroundings = { ...processSurroundings({ wantsColour: false }), colours };
  const display = new ProgressDisplay(terminal, surroundings, () => ({
    calls: 0,
    isThrottled: false,
  }));
  const print = (text: string): void => {
    terminal.above(text, screen.write);
  };
  return { screen, display, print };
}

function step(id: string): Step {
  return { kind: 'deleteGroup', id, group: `group-${id}`, wave: 0 } as unknown as Step;
}

function sending(id: string): ApplyEvent {
  return { kind: 'sending', step: step(id) } as unknown as ApplyEvent;
}

const started: ApplyEvent = { kind: 'started', toRun: 9, alreadyTrue: 0 };

test('what is printed goes above the list, and the list is there again at once', () => {
  const { screen, display, print } = watch(80);
  for (const event of [started, sending('1'), sending('2')]) display.see(event);
  print('one\n');
  print('two\n');
  expect(screen.text).toBe(
    'one\ntwo\n  delete group group-1\n  delete group group-2\n[--------------------] 0/9 steps, 0 s\n',
  );
  display.see({ kind: 'interrupted', unanswered: [], doneSteps: [], leftSteps: [] });
  print('three\n');
  expect(screen.text).toBe('one\ntwo\nthree\n');
});

test('Ctrl-C, which the terminal shows where the cursor is, leaves nothing behind', () => {
  const { screen, display, print } = watch(80);
  for (const event of [started, sending('1')]) display.see(event);
  print('one\n');
  screen.write('^C');
  print('SIGINT\n');
  display.close();
  expect(screen.text).toBe('one\nSIGINT\n');
});

test('a window that becomes narrower wraps the list, and all of it is taken away', () => {
  const { screen, display, print } = watch(80);
  for (const event of [started, sending('1')]) display.see(event);
  print('one\n');
  screen.narrow(15);
  print('two\n');
  display.close();
  expect(screen.text).toBe('one\ntwo\n');
});
