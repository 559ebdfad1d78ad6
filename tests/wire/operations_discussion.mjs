import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { account, assertPerson, guid, refusalOf } from './world.mjs';

async function bytesOf(stream) {
    const parts = [];
    for await (const part of stream) parts.push(part);
    return Buffer.concat(parts);
}

/** The client uploads with chunked transfer encoding: no length goes ahead. */
async function attachments(world) {
    const { wit, project, items, work } = world;
    const bytes = randomBytes(300_000);
    const name = 'Bild & Ton (ü).png';
    const half = bytes.length / 2;
    const stream = Readable.from([bytes.subarray(0, half), bytes.subarray(half)]);
    const kept = await wit.createAttachment(null, stream, name, 'Simple', project);
    assert.match(kept.id, guid);
    assert.match(kept.url, new RegExp(`/_apis/wit/attachments/${kept.id}\\?fileName=`));
    const before = (await wit.getWorkItem(items.bug)).rev;
    const item = await wit.updateWorkItem(null, [{ op: 'add', path: '/relations/-',
        value: { rel: 'AttachedFile', url: kept.url, attributes: { name, comment: 'from the ticket' } } }],
        items.bug, undefined, undefined, undefined, undefined, work.WorkItemExpand.Relations);
    assert.equal(item.rev, before + 1);
    const file = item.relations.find((relation) => relation.rel === 'AttachedFile');
    assert.equal(file.attributes.name, name);
    assert.equal(file.attributes.comment, 'from the ticket');
    assert.equal(file.attributes.resourceSize, bytes.length);
    const answer = await wit.getAttachmentContent(kept.id, name, project, true);
    assert.equal(answer.statusCode, 200);
    assert.equal(answer.headers['content-type'], 'application/octet-stream');
    assert.ok(bytes.equals(await bytesOf(answer)), 'the same bytes come back');
    const none = await wit.getAttachmentContent('00000000-0000-4000-8000-000000000000', name);
    assert.equal(none.statusCode, 404);
    await bytesOf(none);
}

async function addComment(world) {
    const { wit, project, items } = world;
    const before = (await wit.getWorkItem(items.bug)).rev;
    const made = await wit.addComment({ text: '<div>Grüße, <b>Robin</b></div>' }, project, items.bug);
    world.items.comment = made.id;
    assert.equal(made.workItemId, items.bug);
    assert.equal(made.version, 1);
    assert.equal(made.text, '<div>Grüße, <b>Robin</b></div>');
    assertPerson(made.createdBy, account);
    assert.ok(made.createdDate && made.modifiedDate && made.url);
    assert.equal((await wit.getWorkItem(items.bug)).rev, before + 1);
    await wit.addComment({ text: 'Second' }, project, items.bug);
    assert.equal((await refusalOf(wit.addComment({ text: '' }, project, items.bug))).statusCode, 400);
}

async function getComments({ wit, project, items, work }) {
    const { Asc } = work.CommentSortOrder;
    const page = (top, token) => wit.getComments(project, items.bug, top, token, false, undefined, Asc);
    const all = await page();
    assert.deepEqual(all.comments.map((comment) => comment.text),
        ['On it.', '<div>Grüße, <b>Robin</b></div>', 'Second']);
    assert.deepEqual([all.totalCount, all.count, all.continuationToken], [3, 3, undefined]);
    const first = await page(2);
    assert.deepEqual([first.totalCount, first.count], [3, 2]);
    assert.ok(first.nextPage);
    const rest = await page(2, first.continuationToken);
    assert.deepEqual(rest.comments.map((comment) => comment.text), ['Second']);
    const newest = await wit.getComments(project, items.bug);
    assert.equal(newest.comments[0].text, 'Second');
    const one = await wit.getComment(project, items.bug, items.comment);
    assert.equal(one.id, items.comment);
    assert.equal(await wit.getComment(project, items.bug, 999_999), null);
}

async function changeComment({ wit, project, items }) {
    const changed = await wit.updateComment({ text: 'Changed' }, project, items.bug, items.comment);
    assert.deepEqual([changed.text, changed.version], ['Changed', 2]);
    assertPerson(changed.modifiedBy, account);
}

async function deleteComment({ wit, project, items }) {
    await wit.deleteComment(project, items.bug, items.comment);
    const left = await wit.getComments(project, items.bug);
    assert.ok(!left.comments.some((comment) => comment.id === items.comment));
    const all = await wit.getComments(project, items.bug, undefined, undefined, true);
    assert.ok(all.comments.find((comment) => comment.id === items.comment).isDeleted);
}

/** What Server 2019 has instead, read only, written by System.History; ended with 5.0 at every level. */
async function oldComments({ wit, sandbox, items }) {
    const read = async (path) => (await wit.rest.get(`${sandbox.base}/_apis/wit/workItems/${items.bug}/comments${path}`,
        wit.createRequestOptions('application/json', '5.0-preview.2'))).result;
    const all = await read('');
    assert.equal(all.comments[0].text, 'On it.');
    assert.deepEqual([all.totalCount, all.count], [all.comments.length, all.comments.length]);
    assert.ok(all.comments[0].revisedBy.displayName && all.comments[0].revisedDate);
    assert.equal((await read(`/${all.comments[0].revision}`)).text, 'On it.');
}

export const discussion = [
    { name: 'attachments', run: attachments },
    { name: 'comments, add', since: 5.1, run: addComment },
    { name: 'comments, get', since: 5.1, run: getComments },
    { name: 'comments, update', since: 5.1, run: changeComment },
    { name: 'comments, delete', since: 5.1, run: deleteComment },
    { name: 'comments of 5.0', run: oldComments },
];
