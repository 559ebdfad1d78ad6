import assert from 'node:assert/strict';
import { refusalOf } from './world.mjs';

const title = (text) => [{ op: 'add', path: '/fields/System.Title', value: text }];

async function remove(world) {
    const { wit, project } = world;
    const { id } = await wit.createWorkItem(null, title('To the bin'), project, 'Task');
    world.items.binned = id;
    const gone = await wit.deleteWorkItem(id, project);
    assert.deepEqual([gone.id, gone.code, gone.name, gone.project], [id, 200, 'To the bin', project]);
    assert.ok(gone.deletedBy && gone.deletedDate);
    assert.equal(gone.resource.id, id);
    assert.equal(await wit.getWorkItem(id), null);
    assert.equal(await wit.updateWorkItem(null, title('Late'), id), null);
}

async function recycleBin({ wit, project, items }) {
    const id = items.binned;
    assert.equal((await wit.getDeletedWorkItem(id, project)).name, 'To the bin');
    assert.equal(await wit.getDeletedWorkItem(items.bug, project), null);
    const all = await wit.getDeletedWorkItemShallowReferences(project);
    assert.deepEqual(all.map((row) => row.id), [id]);
    const [byId] = await wit.getDeletedWorkItems([id], project);
    assert.equal(byId.type, 'Task');
}

async function deletedInFeed({ wit, project, items }) {
    const read = (deleted) => wit.readReportingRevisionsPost(
        { fields: ['System.Id', 'System.IsDeleted'], includeDeleted: deleted, types: ['Task'] }, project);
    const told = (await read(true)).values.filter((row) => row.id === items.binned);
    assert.equal(told.at(-1).fields['System.IsDeleted'], true);
    assert.ok(!(await read(false)).values.some((row) => row.id === items.binned));
}

async function restore({ wit, project, items }) {
    const back = await wit.restoreWorkItem({ isDeleted: false }, items.binned, project);
    assert.equal(back.code, 200);
    assert.equal(back.resource.id, items.binned);
    assert.equal((await wit.getWorkItem(items.binned)).fields['System.Title'], 'To the bin');
    assert.equal(await wit.restoreWorkItem({ isDeleted: false }, items.binned, project), null, 'it is not there');
    const wrong = await refusalOf(wit.restoreWorkItem({ isDeleted: true }, items.binned, project));
    assert.equal(wrong.statusCode, 400);
}

async function destroy({ wit, project, items }) {
    await wit.deleteWorkItem(items.binned, project);
    await wit.destroyWorkItem(items.binned, project);
    assert.equal(await wit.getDeletedWorkItem(items.binned, project), null);
    const { id } = await wit.createWorkItem(null, title('Straight away'), project, 'Task');
    await wit.deleteWorkItem(id, project, true);
    assert.equal(await wit.getWorkItem(id), null);
    assert.equal(await wit.getDeletedWorkItem(id, project), null);
}

export const recycling = [
    { name: 'delete', run: remove },
    { name: 'recycle bin', run: recycleBin },
    { name: 'deleted in the feed', run: deletedInFeed },
    { name: 'restore', run: restore },
    { name: 'destroy', run: destroy },
];
