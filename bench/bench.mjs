// Counts what a backfill costs and prints it beside the budgets. See README.md.
//   node bench/bench.mjs BIN FOLDER [--tickets N] [--million]

import { execFile } from 'node:child_process';
import { statSync } from 'node:fs';
import { join, dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Agent } from './agent.mjs';
import { StandIn, sum } from './stand_in.mjs';
import { Table, rounded } from './table.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const run = promisify(execFile);
const [bin, folder, ...options] = process.argv.slice(2);
const tickets = options.includes('--tickets') ? Number(options[options.indexOf('--tickets') + 1]) : 10_000;
const million = options.includes('--million');
if (!(tickets >= 1000)) throw new Error('--tickets wants a number, 1000 or more');
// below a thousand tickets the start still grows with their number
const small = Math.max(tickets / 10, 1000), large = 3 * small;
const singles = 6;
const changes = 100;

/** A stand-in with so many tickets for as long as `use` takes, and an agent that knows nothing yet. */
async function withStandIn(count, use) {
    const standIn = await StandIn.start(bin, join(folder, 'run'), count);
    try {
        return await use(standIn, new Agent(bin, standIn));
    } finally {
        await standIn.stop();
    }
}

const isWork = call => call.system === 'work';
const isDesk = call => call.system === 'desk';
const isWrite = call => call.writes;

function printCalls(calls) {
    console.log('\nCalls of the backfill by class:');
    for (const call of [...calls].sort((a, b) => b.count - a.count))
        console.log(`  ${String(call.count).padStart(6)}  ${call.system}  ${call.writes ? 'write' : 'read '}  ${call.call}`);
}

async function writesOf(standIn, agent, words) {
    await standIn.reset();
    await agent.run(words);
    return sum(await standIn.calls(), isWrite);
}

async function backfill(table) {
    return withStandIn(tickets, async (standIn, agent) => {
        await standIn.reset();
        const { seconds, peak } = await agent.run(['backfill']);
        const calls = await standIn.calls();
        printCalls(calls);
        const perTicket = (of, value) => sum(calls, of, value) / tickets;
        table.gated('Azure DevOps calls per created ticket, 20 fixed ones apart', (sum(calls, isWork) - 20) / tickets, 0.006);
        table.gated('all calls per ticket, told ones included', perTicket(() => true), 0.025);
        table.gated('peak memory of the backfill, MB', peak / 1024, 64);
        table.gated('bytes per link in the state file', agent.stateBytes() / tickets, 400);
        for (const [name, of] of [['desk', isDesk], ['work', isWork]]) {
            table.told(`bytes per ticket to the ${name} side`, perTicket(of, call => call.bytes_in));
            table.told(`bytes per ticket from the ${name} side`, perTicket(of, call => call.bytes_out));
        }
        table.gated('writes of a second backfill', await writesOf(standIn, agent, ['backfill']), 0);
        table.gated('writes of a sync', await writesOf(standIn, agent, ['sync']), 0);
        return tickets / seconds;
    });
}

async function plainScript() {
    return withStandIn(tickets, async standIn => {
        const begin = process.hrtime.bigint();
        const { stdout } = await run('node', [join(here, 'plain_script.mjs'), standIn.folder], { cwd: folder });
        const seconds = Number(process.hrtime.bigint() - begin) / 1e9;
        if (Number(stdout) !== tickets) throw new Error(`the plain script made ${stdout} work items`);
        return tickets / seconds;
    });
}

/** What one more ticket costs: the difference between two sizes, so that what is done once cancels out. */
async function slope(measure) {
    const few = await withStandIn(small, measure);
    const many = await withStandIn(large, measure);
    return (many - few) / (large - small);
}

async function syncsOfBackfill(standIn, agent) {
    await agent.run(['backfill'], agent.traced());
    return agent.syncs();
}

/** Tickets that come one at a time while the agent runs: what each waits for the disk. */
async function syncsOfSingles() {
    return withStandIn(small, async (standIn, agent) => {
        await agent.run(['backfill']);
        await standIn.reset();
        // the first one takes along what is done once
        let added = 0, before = 0, after = 0;
        const told = async () => sum(await standIn.calls(), call => call.call === 'POST /api/v2/tickets/{id}/messages');
        const looked = async () => sum(await standIn.calls(), call => call.call === 'GET /api/v2/tickets') > 0;
        await agent.runUntil(async () => {
            if (added === 0 ? !(await looked()) : (await told()) < added) return false;
            // strace is a little behind, and the next poll seconds away
            if (added > 0) await wait(500);
            if (added === 1) before = agent.syncs();
            after = agent.syncs();
            if (added === singles + 1) return true;
            await standIn.addTicket(++added);
            return false;
        }, agent.traced());
        return (after - before) / singles;
    });
}

/** People change tickets and customers answer while the agent runs: what each of these costs, and what rest does. */
async function steadyState(table) {
    await withStandIn(small, async (standIn, agent) => {
        await agent.run(['backfill']);
        await agent.run(['sync']);
        const before = await standIn.revisions();
        const polls = calls => sum(calls, call => isDesk(call) && call.call === 'GET /api/v2/tickets');
        const isReadOfItems = call => isWork(call) && !call.writes && /workitems(batch)?/i.test(call.call);
        // four feeds are asked in each poll
        const severalPolls = 16;
        let busy = null, written = -1, pollsThen = 0;
        await agent.runUntil(async () => {
            const calls = await standIn.calls();
            if (busy === null) {
                if (polls(calls) === 0) return false;
                await standIn.reset();
                for (let number = 1; number <= changes; ++number) await standIn.changeTicket(number);
                busy = [];
                return false;
            }
            const writes = sum(calls, call => isWork(call) && isWrite(call));
            if (writes !== written) {
                written = writes;
                pollsThen = polls(calls);
            }
            if (written === 0 || polls(calls) < pollsThen + severalPolls) return false;
            busy = calls;
            return true;
        });
        const added = (await standIn.revisions()) - before;
        table.gated('revisions per change set, while it runs', added / changes, 1);
        table.gated('Azure DevOps writes per change set', sum(busy, call => isWork(call) && isWrite(call)) / changes, 1);
        table.gated('reads of work items per change set', sum(busy, isReadOfItems) / changes, 0);
        await standIn.reset();
        await agent.runUntil(async () => polls(await standIn.calls()) >= 2 * severalPolls);
        table.gated('writes of ten polls at rest', sum(await standIn.calls(), isWrite), 0);
    });
}

async function millionLinks(table) {
    await withStandIn(2000, async (standIn, agent) => {
        const count = 1_000_000;
        await agent.run(['backfill', '--limit', '1']);
        const before = agent.stateBytes();
        await run(join(bin, 'bench-links'), [standIn.state, 'demo', String(count), 'Demo: every ticket becomes a bug']);
        table.gated('bytes per link, of 1,000,000', (statSync(standIn.state).size - before) / count, 400);
        await standIn.reset();
        const polls = async () => sum(await standIn.calls(), call => isDesk(call) && call.call === 'GET /api/v2/tickets');
        const idle = await agent.runUntil(async () => (await polls()) >= 20);
        table.gated('peak memory with 1,000,000 links, idle, MB', idle / 1024, 32);
        const { peak } = await agent.run(['backfill']);
        table.gated('peak memory with 1,000,000 links, during a backfill of 2,000, MB', peak / 1024, 64);
    });
}

const table = new Table();
if (million) {
    await millionLinks(table);
} else {
    const ours = await backfill(table);
    table.gated('waits for the disk per ticket, in batches of 200', await slope(syncsOfBackfill), 0.02);
    table.gated('waits for the disk per ticket, one at a time', await syncsOfSingles(), 2.05);
    table.gated('instructions per created ticket', await slope((_, agent) => agent.instructions(['backfill'])), 1_000_000);
    await steadyState(table);
    const theirs = await plainScript();
    table.told('tickets per second', ours);
    table.told('tickets per second of a plain script on the official Node client', theirs);
    table.told('times as fast', rounded(ours / theirs));
}
table.print(million ? 'A state file with 1,000,000 links' : `A backfill of ${tickets.toLocaleString('en')} tickets`);
process.exitCode = table.missed() > 0 ? 1 : 0;
