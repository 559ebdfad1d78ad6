// What one would write in an afternoon: each ticket read and one work item made of it, one call after the other, with
// the official Node client. Same tickets, same fields, same hyperlink; the ticket is not told, and nothing is remembered.
//   node plain_script.mjs FOLDER_OF_THE_SANDBOX        (run where azure-devops-node-api is installed)

import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const azure = createRequire(join(process.cwd(), 'x.js'))('azure-devops-node-api');
const folder = process.argv[2];
const read = name => readFileSync(join(folder, name), 'utf8').trim();
const addresses = JSON.parse(read('ready'));
const headers = { Authorization: `key ${read('desk.key')}` };
const desk = async path => (await fetch(`${addresses.desk}/api/v2${path}`, { headers })).json();

const connection = new azure.WebApi(`${addresses.work}/${addresses.organization}`,
    azure.getPersonalAccessTokenHandler(read('work.pat')));
const work = await connection.getWorkItemTrackingApi();

const priorities = new Map();
for (const one of (await desk('/ticket_priorities?count=200')).data)
    priorities.set(one.id, { Urgent: 1, High: 2, Normal: 3, Low: 4 }[one.title]);
const severity = urgency => urgency >= 9 ? '1 - Critical' : urgency >= 6 ? '2 - High' : urgency >= 4 ? '3 - Medium'
    : urgency >= 2 ? '4 - Low' : undefined;

let made = 0;
for (let page = 1, pages = 1; page <= pages; ++page) {
    const list = await desk(`/tickets?order_by=id&order_dir=asc&count=200&page=${page}`);
    pages = list.meta.pagination.total_pages;
    for (const ticket of list.data) {
        const messages = await desk(`/tickets/${ticket.id}/messages?count=5&order_by=date_created&order_dir=asc`);
        const fields = {
            'System.Title': `[${ticket.ref}] ${ticket.subject}`,
            'Microsoft.VSTS.TCM.ReproSteps': messages.data[0].message,
            'Microsoft.VSTS.Common.Priority': priorities.get(ticket.priority),
            'Microsoft.VSTS.Common.Severity': severity(ticket.urgency),
            'System.Tags': (ticket.labels ?? []).join('; '),
        };
        const document = Object.entries(fields).filter(([, value]) => value !== undefined)
            .map(([name, value]) => ({ op: 'add', path: `/fields/${name}`, value }));
        document.push({ op: 'add', path: '/relations/-',
            value: { rel: 'Hyperlink', url: `${addresses.desk}/app#/t/ticket/${ticket.id}` } });
        await work.createWorkItem({}, document, 'Widgets', 'Bug', false, false, true);
        ++made;
    }
}
console.log(made);
