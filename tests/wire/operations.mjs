// Every operation that deskbridge uses or will use soon, as the official client asks for it. In order: later ones work
// with the items of earlier ones. `since` is the first api-version that has the operation; below it the client has to
// say so. `hosted` is for what servers on premises do not have.
import assert from 'node:assert/strict';
import { discovery } from './operations_discovery.mjs';
import { process } from './operations_process.mjs';
import { items } from './operations_items.mjs';
import { queries } from './operations_queries.mjs';
import { discussion } from './operations_discussion.mjs';
import { recycling } from './operations_recycling.mjs';
import { refusals } from './operations_refusals.mjs';

export const operations = [
    ...discovery, ...process, ...items, ...queries, ...discussion, ...recycling, ...refusals,
];

/** "ok", "absent" (and the client knows it), or throws. */
export async function perform(operation, world) {
    if (operation.hosted && !world.level.hosted) return 'absent';
    if (!operation.since || world.level.max >= operation.since) {
        await operation.run(world);
        return 'ok';
    }
    await assert.rejects(operation.run(world), /Failed to find api location/,
        `${operation.name} came with ${operation.since}`);
    return 'absent';
}
