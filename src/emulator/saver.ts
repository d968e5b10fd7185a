// Saving that keeps up: one write at a time, and however many changes wait for it, one for them all.

export interface Saver {
  /** Something has changed. */
  readonly mark: () => void;
  /** Everything that changed before is saved; rejects when that failed. */
  settled(): Promise<void>;
}

export function saver(write: () => Promise<void>): Saver {
  let changes = 0;
  let saved = 0;
  let writing: Promise<void> | undefined;

  async function writeNow(): Promise<void> {
    const covered = changes;
    await write();
    saved = covered;
  }

  return {
    mark() {
      changes++;
    },
    async settled() {
      const wanted = changes;
      while (saved < wanted) {
        writing ??= writeNow().finally(() => {
          writing = undefined;
        });
        await writing;
      }
    },
  };
}
