import assert from 'node:assert/strict';
import { account, guid, located } from './world.mjs';
import { versionOfComments, versionOfItems } from './levels.mjs';

const itemLocation = '72c7ddf8-2cdc-4f60-90cd-ab71c14a399b';
const commentLocation = '608aac0a-32e1-4493-a863-b9cf4566d257';

async function connect({ web, level }) {
    const data = await web.connect();
    assert.match(data.authenticatedUser.id, guid);
    assert.equal(data.authenticatedUser.properties.Account.$value, account);
    assert.equal(data.authorizedUser.id, data.authenticatedUser.id);
    assert.match(data.instanceId, guid);
    assert.equal(data.deploymentType, level.hosted ? 'hosted' : 'onPremises');
}

function assertLocation(row, level) {
    assert.match(row.id, guid);
    assert.equal(typeof row.routeTemplate, 'string');
    assert.ok(Number.isInteger(row.resourceVersion) && row.resourceVersion > 0, row.resourceName);
    for (const name of ['minVersion', 'maxVersion', 'releasedVersion']) assert.match(row[name], /^\d\.\d$/);
    assert.ok(Number(row.maxVersion) <= level.max && Number(row.minVersion) <= level.max, row.resourceName);
    assert.ok(Number(row.releasedVersion) <= level.released, row.resourceName);
}

async function wholeList({ wit, level, sandbox }) {
    const { result } = await wit.rest.options(`${sandbox.base}/_apis`, { acceptHeader: 'application/json' });
    assert.equal(result.count, result.value.length);
    for (const area of ['Location', 'core', 'wit'])
        assert.ok(result.value.some((row) => row.area === area), area);
    for (const row of result.value) assertLocation(row, level);
    assert.equal(new Set(result.value.map((row) => row.id)).size, result.count);
}

async function oneArea({ wit, level, sandbox }) {
    const { result } = await wit.rest.options(`${sandbox.base}/_apis/wit`, { acceptHeader: 'application/json' });
    assert.ok(result.value.every((row) => row.area === 'wit'));
    const has = (id) => result.value.some((row) => row.id === id);
    assert.ok(has(itemLocation));
    assert.equal(has(commentLocation), level.max >= 5.1);
}

async function resourceAreas({ web, level, sandbox }) {
    const areas = (await (await web.getLocationsApi()).getResourceAreas()) ?? [];
    if (!level.hosted) return assert.equal(areas.length, 0, 'a server keeps the list empty');
    const work = areas.find((area) => area.id === '5264459e-e5e0-4bd8-b118-0985e68a4ec5');
    assert.equal(work.name, 'wit');
    assert.equal(work.locationUrl, `${sandbox.base}/`);
    assert.ok(areas.some((area) => area.name === 'core'));
}

async function negotiation(world) {
    const items = await located(world, '7.1-preview.3', itemLocation, { id: 1 });
    assert.equal(items.apiVersion, versionOfItems(world.level));
    assert.equal(items.requestUrl, `${world.sandbox.base}/_apis/wit/workItems/1`);
    if (world.level.max < 5.1) return;
    const comments = await located(world, '7.1-preview.3', commentLocation,
        { project: world.odd, workItemId: 1 });
    assert.equal(comments.apiVersion, versionOfComments(world.level));
}

export const discovery = [
    { name: 'connectionData', run: connect },
    { name: 'OPTIONS _apis', run: wholeList },
    { name: 'OPTIONS _apis/wit', run: oneArea },
    { name: 'ResourceAreas', run: resourceAreas },
    { name: 'negotiated versions', run: negotiation },
];
