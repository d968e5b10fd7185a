// Writes an estate into a new folder, the same each time: 300 groups in four targets of two accounts, with a world
// for the emulator, and a home with a profile for each account. `npm run estate -- FOLDER`, and then
//   cd FOLDER && sluice emulator --port 8080 --seed cloud.yaml &
//   HOME=$PWD/home SLUICE_ENDPOINT=http://127.0.0.1:8080 sluice plan
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { stringify } from 'yaml';
import { cloud } from './cloud.js';
import { ownGroups } from './own-groups.js';
import { sharedGroups } from './shared-groups.js';
import { accounts, targets } from './targets.js';
import { workspace } from './workspace.js';

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error('expected a folder: npm run estate -- FOLDER');

writeYaml('sluice.yaml', workspace());
for (const group of sharedGroups()) writeYaml(`groups/shared/${group.name}.yaml`, group);
for (const target of targets) {
  for (const group of ownGroups(target))
    writeYaml(`groups/${target.name}/${group.name}.yaml`, group);
}
writeYaml('cloud.yaml', cloud());
write('home/.aliyun/config.json', JSON.stringify({ profiles: accounts.map(profileOf) }));

/** Keys that the world in cloud.yaml has, and no cloud. */
function profileOf({ profile, key }) {
  return { name: profile, mode: 'AK', access_key_id: key, access_key_secret: key };
}

function writeYaml(name, value) {
  write(name, stringify(value, { lineWidth: 0, aliasDuplicateObjects: false }));
}

function write(name, text) {
  const file = path.join(folder, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
}
