// Goal: the live list leaves nothing behind on a terminal, whoever prints meanwhile, and whatever
// becomes of the size of the window.
// Method: a screen that knows the four sequences that are used, and wraps lines as terminals do.
import picocolors from 'picocolors';
import { expect, test } from 'vitest';
import type { ApplyEvent } from '../../src/applier/events.ts';
import { LiveTerminal } from '../../src/cli/live-terminal.ts';
import { ProgressDisplay } from '../../src/cli/apply/progress-display.ts';
import type { Plan } from '../../src/model/plan.ts';
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
  /** Of the first plan, or the one of this target. */
  readonly see: (event: ApplyEvent, target?: string) => void;
  readonly print: (text: string) => void;
}

function watch(columns: number, targets: readonly string[] = ['prod']): Watched {
  const screen = new Screen(columns);
  const terminal = new LiveTerminal(
    () => ({ columns: screen.columns, rows: screen.rows }),
    screen.write,
  );
  const colours = picocolors.createColors(false);
  const plans = targets.map(planFor);
  const display = new ProgressDisplay(terminal, plans, { colours });
  const see = (event: ApplyEvent, target = targets[0]): void => {
    for (const plan of plans) if (plan.target.name === target) display.see(plan, event);
  };
  const print = (text: string): void => {
    terminal.above(text, screen.write);
  };
  return { screen, display, see, print };
}

/** Of nine steps. */
function planFor(target: string): Plan {
  const steps = Array.from({ length: 9 }, (_, index) => step(String(index)));
  return { id: `plan-of-${target}`, target: { name: target }, steps } as unknown as Plan;
}

function step(id: string): Step {
  return { kind: 'deleteGroup', id, group: `group-${id}`, wave: 0 } as unknown as Step;
}

function sending(id: string): ApplyEvent {
  return { kind: 'sending', step: step(id) } as unknown as ApplyEvent;
}

const started: ApplyEvent = { kind: 'started', toRun: 9, alreadyTrue: 0 };

test('what is printed goes above the list, and the list is there again at once', () => {
  const { screen, see, print } = watch(80);
  for (const event of [started, sending('1'), sending('2')]) see(event);
  print('one\n');
  print('two\n');
  expect(screen.text).toBe(
    'one\ntwo\n  delete group group-1\n  delete group group-2\n[--------------------] 0/9 steps, 0 s\n',
  );
  see({ kind: 'interrupted', unanswered: [], doneSteps: [], leftSteps: [] });
  print('three\n');
  expect(screen.text).toBe('one\ntwo\nthree\n');
});

test('Ctrl-C, which the terminal shows where the cursor is, leaves nothing behind', () => {
  const { screen, display, see, print } = watch(80);
  for (const event of [started, sending('1')]) see(event);
  print('one\n');
  screen.write('^C');
  print('SIGINT\n');
  display.close();
  expect(screen.text).toBe('one\nSIGINT\n');
});

test('a window that becomes narrower wraps the list, and all of it is taken away', () => {
  const { screen, display, see, print } = watch(80);
  for (const event of [started, sending('1')]) see(event);
  print('one\n');
  screen.narrow(15);
  print('two\n');
  display.close();
  expect(screen.text).toBe('one\ntwo\n');
});

const verified: ApplyEvent = { kind: 'verified', groups: 1, rules: 1 };
const done = (id: string): ApplyEvent => {
  const outcome = { kind: 'answered', attempts: 1, requestId: undefined };
  return { kind: 'done', step: step(id), outcome } as unknown as ApplyEvent;
};

test('targets that are applied side by side share one list, in which each step has the name of its own', () => {
  const { screen, see, print } = watch(80, ['canary', 'prod']);
  see(started, 'canary');
  see({ ...started, toRun: 5 }, 'prod');
  // Steps of two plans may have the same ids.
  see(sending('1'), 'canary');
  see(sending('1'), 'prod');
  see(done('1'), 'prod');
  see(sending('2'), 'prod');
  print('prod: one\n');
  expect(screen.text).toBe(
    `prod: one
  canary: delete group group-1
  prod: delete group group-2
[#-------------------]  1/14 steps, 0 s
`,
  );
  see(verified, 'canary');
  print('canary: two\n');
  expect(screen.text).toBe(
    `prod: one
canary: two
  prod: delete group group-2
[####----------------] 1/5 steps, 0 s
`,
  );
  see(verified, 'prod');
  print('prod: three\n');
  expect(screen.text).toBe('prod: one\ncanary: two\nprod: three\n');
});

test('a plan whose turn comes later counts with all of its steps, and the list stays for it', () => {
  const { screen, display, see, print } = watch(80, ['canary', 'prod']);
  for (const event of [started, sending('1'), done('1'), verified]) see(event, 'canary');
  print('one\n');
  expect(screen.text).toBe('one\n[##------------------]  1/10 steps, 0 s\n');
  display.close();
  expect(screen.text).toBe('one\n');
});
