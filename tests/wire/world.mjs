// What the operations share at one level: the client, the sandbox behind it, and the items they leave to each other.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';

/** Loads the client from the folder npm put it into; the tree has no node_modules. */
export function loadClient(folder) {
    const from = createRequire(`${folder}/package.json`);
    return {
        api: from('azure-devops-node-api'),
        work: from('azure-devops-node-api/interfaces/WorkItemTrackingInterfaces'),
        core: from('azure-devops-node-api/interfaces/CoreInterfaces'),
    };
}

/** One signed-in client of one sandbox. `project` is agile, `odd` is scrum with a name that needs encoding. */
export async function makeWorld(client, sandbox, level, project, odd) {
    const handler = client.api.getPersonalAccessTokenHandler(sandbox.token);
    const web = new client.api.WebApi(sandbox.base, handler);
    return {
        ...client, sandbox, level, project, odd, web, items: {},
        wit: await web.getWorkItemTrackingApi(),
        projects: await web.getCoreApi(),
    };
}

/** The parts of a location's address and version as the client negotiates them. */
export function located(world, version, location, values, query) {
    return world.wit.vsoClient.getVersioningData(version, 'wit', location, values, query);
}

/** The error that the client makes of a refusal. */
export async function refusalOf(promise) {
    try {
        await promise;
    } catch (error) {
        return error;
    }
    return assert.fail('this should have been refused');
}

export const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** A person as the service writes one into fields, comments and updates. */
export function assertPerson(person, uniqueName) {
    assert.equal(person.uniqueName, uniqueName);
    assert.match(person.id, guid);
    assert.equal(typeof person.displayName, 'string');
    assert.equal(typeof person.descriptor, 'string');
    assert.match(person._links.avatar.href, /^http:/);
}

export const account = 'integration@meridian.example';
