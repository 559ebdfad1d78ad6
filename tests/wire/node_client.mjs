// The official Node client of Azure DevOps against deskbridge-sandbox, at every level: one line an operation.
//   node node_client.mjs <deskbridge-sandbox> <folder with node_modules>
import { levels } from './levels.mjs';
import { operations, perform } from './operations.mjs';
import { startSandbox } from './sandbox.mjs';
import { loadClient, makeWorld } from './world.mjs';

const project = 'Widgets';
const odd = 'Café 100% Büro 東京';

/** The outcome of each operation at one level: "ok", "absent" or "FAILED"; failures go to `complaints`. */
async function walk(client, executable, level, complaints) {
    const sandbox = await startSandbox(executable, level.name, [`${project}=agile`, `${odd}=scrum`]);
    const outcomes = [];
    try {
        const world = await makeWorld(client, sandbox, level, project, odd);
        for (const operation of operations) {
            try {
                outcomes.push(await perform(operation, world));
            } catch (error) {
                outcomes.push('FAILED');
                complaints.push(`${level.name}: ${operation.name}: ${error.stack}`);
            }
        }
    } finally {
        await sandbox.stop();
    }
    return outcomes;
}

function report(columns) {
    const widest = Math.max(...operations.map((operation) => operation.name.length));
    const line = (name, cells) => `${name.padEnd(widest)}  ${cells.map((cell) => cell.padEnd(13)).join('')}`.trimEnd();
    console.log(line('', levels.map((level) => level.name)));
    operations.forEach((operation, row) => console.log(line(operation.name, columns.map((cells) => cells[row]))));
}

const [executable, folder] = process.argv.slice(2);
if (!folder) {
    console.error('usage: node node_client.mjs <deskbridge-sandbox> <folder with node_modules>');
    process.exit(2);
}
const client = loadClient(folder);
const complaints = [];
const columns = await Promise.all(levels.map((level) => walk(client, executable, level, complaints)));
report(columns);
for (const complaint of complaints) console.log(`\n${complaint}`);
const count = columns.flat().filter((outcome) => outcome === 'ok').length;
console.log(`\n${count} operations at ${levels.length} levels are as the client wants them, ${complaints.length} are not.`);
process.exit(complaints.length === 0 && count > 0 ? 0 : 1);
