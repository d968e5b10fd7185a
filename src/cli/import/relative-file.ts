// How a file is called in what people read: from the folder where they are.
import path from 'node:path';

export function relativeFile(file: string, folder: string): string {
  return path.relative(folder, file).split(path.sep).join('/');
}
