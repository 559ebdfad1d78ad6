import assert from 'node:assert/strict';
import { refusalOf } from './world.mjs';

async function deadToken({ api, sandbox }) {
    const web = new api.WebApi(sandbox.base, api.getPersonalAccessTokenHandler('x'.repeat(52)));
    const refused = await refusalOf(web.getWorkItemTrackingApi());
    assert.equal(refused.statusCode, 401);
    await sandbox.turn({ 'work.bad_token': 'redirect' });
    assert.equal((await refusalOf(web.connect())).statusCode, 401, 'Suppress turns the redirect into a 401');
    await sandbox.turn({ 'work.bad_token': 'sign_in_page' });
    assert.equal(await web.connect(), null, 'a sign-in page passes for nothing');
    await sandbox.turn({ 'work.bad_token': 'refused' });
}

async function throttled({ wit, items, sandbox }) {
    await sandbox.addRule({ system: 'work', method: 'GET', path_contains: `/workItems/${items.bug}`, times: 1,
        act: 'throttle', retry_after: 7 });
    const error = await refusalOf(wit.getWorkItem(items.bug));
    assert.equal(error.statusCode, 429);
    assert.equal(error.rateLimit.retryAfter, 7);
    await sandbox.clearRules();
    assert.equal((await wit.getWorkItem(items.bug)).id, items.bug);
}

async function unknownAddress({ wit, sandbox }) {
    const answer = await wit.http.get(`${sandbox.base}/_apis/wit/nothingOfTheKind`);
    assert.equal(answer.message.statusCode, 404);
    assert.match(answer.message.headers['content-type'], /^text\/plain/);
    assert.match(await answer.readBody(), /The controller for path '.*' was not found/);
}

async function wrongContentType(world) {
    const { wit, project, sandbox } = world;
    const url = `${sandbox.base}/${encodeURIComponent(project)}/_apis/wit/workItems/$Bug`;
    const options = wit.createRequestOptions('application/json', world.level.released.toFixed(1));
    const error = await refusalOf(wit.rest.create(url, [], options));
    assert.equal(error.statusCode, 415);
}

async function versionBeyond({ wit, level, project, items, sandbox }) {
    const url = `${sandbox.base}/_apis/wit/workItems/${items.bug}`;
    const error = await refusalOf(wit.rest.get(url, wit.createRequestOptions('application/json', '8.0')));
    assert.equal(error.statusCode, 400);
    assert.equal(error.result.typeKey, 'VssVersionOutOfRangeException');
    assert.ok(error.message.includes(level.max.toFixed(1)), error.message);
    if (level.max < 5.1) return;
    const comments = `${url.replace('/_apis', `/${project}/_apis`)}/comments`;
    const released = wit.createRequestOptions('application/json', level.released.toFixed(1));
    const preview = await refusalOf(wit.rest.get(comments, released));
    assert.equal(preview.result.typeKey, 'VssInvalidPreviewVersionException');
}

export const refusals = [
    { name: 'dead token', run: deadToken },
    { name: 'throttled', run: throttled },
    { name: 'unknown address', run: unknownAddress },
    { name: 'wrong content type', run: wrongContentType },
    { name: 'version out of range', run: versionBeyond },
];
