// A process that runs commands one after the other, each from main.js on, in a folder and an environment
// of its own: what a command loads is loaded once for all of them, which is most of the work of a short one.
const main = new URL('../../dist/command/main.js', import.meta.url).href;
const printed = { out: '', err: '' };
let served = 0;

listen(process.stdout, 'out');
listen(process.stderr, 'err');

process.on('message', async ({ folder, args, environment }) => {
  Object.assign(printed, { out: '', err: '' });
  process.chdir(folder);
  for (const name of Object.keys(process.env)) Reflect.deleteProperty(process.env, name);
  Object.assign(process.env, environment);
  process.argv = [process.execPath, 'sluice', ...args];
  process.exitCode = undefined;
  // What the process itself has just opened is closed by then.
  await moment();
  const before = process.getActiveResourcesInfo().length;
  await import(`${main}?${served++}`);
  // A process of its own would go on until nothing is open any more: timers, sockets, children.
  while (process.getActiveResourcesInfo().length > before) await moment();
  for (const stream of [process.stdout, process.stderr]) stream.removeAllListeners('error');
  process.send({ exitCode: process.exitCode ?? 0, ...printed });
});

process.once('disconnect', () => process.exit());

function listen(stream, name) {
  stream.write = (chunk, ...more) => {
    printed[name] += chunk;
    const written = more.at(-1);
    if (typeof written === 'function') process.nextTick(written);
    return true;
  };
}

/** Not itself something that is open. */
function moment() {
  return new Promise((resolve) => setTimeout(resolve, 2).unref());
}
