// Plain tickets with a first message of some 2 KB each, the same ones for the same seed, as JSON lines for
// `deskbridge-sandbox --tickets`.
//   node bench/tickets.mjs COUNT [SEED]

import { pathToFileURL } from 'node:url';

const words = ('gauge report export window printer serial number firmware battery cable probe reading series value ' +
    'calibration certificate window dialog button menu file folder network update error restart driver display ' +
    'the a after when with every again only never before and while on off of to').split(' ');
const priorities = ['Urgent', 'High', 'Normal', 'Low'];
const products = ['Meridian Desktop', 'Meridian Mobile', 'Gauge M2 firmware'];

/** Numbers from 0 to 1 that depend on the seed alone (mulberry32). */
function diceOf(seed) {
    let state = seed >>> 0;
    return () => {
        state = (state + 0x6d2b79f5) >>> 0;
        let mixed = Math.imul(state ^ (state >>> 15), state | 1);
        mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
        return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
    };
}

const pick = (dice, list) => list[Math.floor(dice() * list.length)];
const sentence = (dice, length) => Array.from({ length }, () => pick(dice, words)).join(' ');

function messageOf(dice) {
    const paragraphs = Array.from({ length: 3 + Math.floor(dice() * 4) },
        () => `<p>${sentence(dice, 30)}, <strong>${sentence(dice, 3)}</strong> &amp; <em>${sentence(dice, 2)}</em>.</p>`);
    const steps = Array.from({ length: 3 }, () => `<li>${sentence(dice, 8)} <code>M2-${Math.floor(dice() * 1e5)}</code></li>`);
    return `<p>Hello,</p>${paragraphs.join('\n')}<ol>${steps.join('')}</ol><pre>${sentence(dice, 20)}</pre><p>Grace</p>`;
}

export function* tickets(count, seed = 1) {
    const dice = diceOf(seed);
    const first = Date.UTC(2025, 0, 1);
    for (let id = 1; id <= count; ++id) {
        yield {
            id, subject: sentence(dice, 7), message: messageOf(dice), status: 'awaiting_agent',
            department: 'Engineering', priority: pick(dice, priorities), product: pick(dice, products),
            urgency: 1 + Math.floor(dice() * 10), labels: ['bug', pick(dice, words)], language: 'en-US',
            person: { name: `Person ${id % 500}`, email: `person.${id % 500}@customer.example` },
            organization: `Customer ${id % 50}`, created: new Date(first + id * 60_000).toISOString().replace('.000', ''),
        };
    }
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
    for (const ticket of tickets(Number(process.argv[2]), Number(process.argv[3] ?? 1)))
        process.stdout.write(JSON.stringify(ticket) + '\n');
}
