// The sandbox as a benchmark needs it: started with generated tickets, asked for its counts, stopped.

import { spawn } from 'node:child_process';
import { createWriteStream, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { tickets } from './tickets.mjs';

async function writeTickets(file, count) {
    const out = createWriteStream(file);
    for (const ticket of tickets(count))
        if (!out.write(JSON.stringify(ticket) + '\n')) await once(out, 'drain');
    out.end();
    await once(out, 'close');
}

export class StandIn {
    /** A sandbox with `count` tickets; what it and the agent write goes into `folder`, which is emptied first. */
    static async start(bin, folder, count) {
        rmSync(folder, { recursive: true, force: true });
        mkdirSync(folder, { recursive: true });
        await writeTickets(join(folder, 'tickets.jsonl'), count);
        const log = createWriteStream(join(folder, 'sandbox.log'));
        await once(log, 'open');
        const child = spawn(join(bin, 'deskbridge-sandbox'),
            ['--config', folder, '--tickets', join(folder, 'tickets.jsonl'), '--listen-port-pages', '0', '--seed', '1'],
            { stdio: ['ignore', log, log] });
        const ready = join(folder, 'ready');
        while (!existsSync(ready)) {
            if (child.exitCode !== null)
                throw new Error(`the sandbox did not start:\n${readFileSync(join(folder, 'sandbox.log'), 'utf8')}`);
            await wait(50);
        }
        return new StandIn(child, folder, JSON.parse(readFileSync(ready, 'utf8')));
    }

    constructor(child, folder, addresses) {
        this.child = child;
        this.folder = folder;
        this.addresses = addresses;
        this.config = join(folder, 'deskbridge.json');
        this.state = join(folder, 'deskbridge.db');
    }

    secret(name) {
        return readFileSync(join(this.folder, name), 'utf8').trim();
    }

    /** What was asked since `reset`: [{system, call, writes, count, bytes_in, bytes_out}]. */
    async calls() {
        return (await (await fetch(`${this.addresses.control}/calls`)).json()).calls;
    }
    async reset() {
        await fetch(`${this.addresses.control}/calls`, { method: 'DELETE' });
    }

    /** A new ticket of a customer's, as the desk's own API makes it. */
    async addTicket(number) {
        const answer = await fetch(`${this.addresses.desk}/api/v2/tickets`, {
            method: 'POST',
            headers: { 'Authorization': `key ${this.secret('desk.key')}`, 'Content-Type': 'application/json' },
            body: JSON.stringify({
                subject: `Single ticket ${number}`, department: 1, person: 'person.1@customer.example',
                message: { message: `<p>Gauge ${number} shows zero</p>`, format: 'html' },
            }),
        });
        if (answer.status !== 201) throw new Error(`the desk took no ticket (${answer.status}): ${await answer.text()}`);
    }

    /** What a person did to a ticket of the beginning: some fields at once, or an answer. */
    async changeTicket(number) {
        const [method, path, body] = number % 2 === 0
            ? ['PUT', `tickets/${number}`, { subject: `Changed ${number}`, status: 'awaiting_user', priority: 2 }]
            : ['POST', `tickets/${number}/messages`, { message: `<p>Answer ${number}</p>`, format: 'html' }];
        const answer = await fetch(`${this.addresses.desk}/api/v2/${path}`, {
            method,
            headers: { 'Authorization': `key ${this.secret('desk.key')}`, 'Content-Type': 'application/json' },
            body: JSON.stringify(body),
        });
        if (!answer.ok) throw new Error(`the desk refused a change (${answer.status}): ${await answer.text()}`);
    }

    /** All revisions of all work items. */
    async revisions() {
        const ask = async (path, body) => {
            const answer = await fetch(`${this.addresses.work}/${this.addresses.organization}/_apis/wit/${path}`, {
                method: 'POST',
                headers: {
                    'Authorization': 'Basic ' + Buffer.from(`:${this.secret('work.pat')}`).toString('base64'),
                    'Content-Type': 'application/json',
                },
                body: JSON.stringify(body),
            });
            if (!answer.ok) throw new Error(`the tracker refused a read (${answer.status}): ${await answer.text()}`);
            return answer.json();
        };
        const { workItems } = await ask('wiql?api-version=6.0', { query: 'SELECT [System.Id] FROM workitems' });
        let total = 0;
        for (let from = 0; from < workItems.length; from += 200) {
            const ids = workItems.slice(from, from + 200).map(item => item.id);
            const { value } = await ask('workitemsbatch?api-version=6.0', { ids, fields: ['System.Rev'] });
            total += value.reduce((sum, item) => sum + item.rev, 0);
        }
        return total;
    }

    async stop() {
        if (this.child.exitCode !== null) return;
        this.child.kill('SIGTERM');
        await once(this.child, 'exit');
    }
}

export const sum = (calls, of, value = call => call.count) =>
    calls.filter(of).reduce((total, call) => total + value(call), 0);
