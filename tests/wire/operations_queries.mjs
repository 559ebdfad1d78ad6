import assert from 'node:assert/strict';
import { refusalOf } from './world.mjs';

async function wiql({ wit, project, odd, items, work }) {
    const query = (text, scope, precise, top) => wit.queryByWiql({ query: text }, { project: scope }, precise, top);
    const from = 'SELECT [System.Id], [System.Title] FROM WorkItems WHERE [System.TeamProject] = @project';
    const all = await query(`${from} ORDER BY [System.Id] DESC`, project);
    assert.equal(all.queryType, work.QueryType.Flat);
    assert.equal(all.queryResultType, work.QueryResultType.WorkItem);
    assert.ok(all.workItems.some((row) => row.id === items.bug) && all.workItems.every((row) => row.url));
    assert.deepEqual(all.columns.map((column) => column.referenceName), ['System.Id', 'System.Title']);
    assert.equal(all.sortColumns[0].descending, true);
    const ids = all.workItems.map((row) => row.id);
    assert.deepEqual(ids, [...ids].sort((a, b) => b - a));
    assert.equal((await query(from, project, false, 1)).workItems.length, 1);
    assert.deepEqual((await query(from, odd)).workItems.map((row) => row.id), [items.odd]);
    const timed = `${from} AND [System.CreatedDate] >= '2020-01-01T10:11:12.13Z'`;
    assert.ok((await query(timed, project, true)).workItems.length > 0);
    assert.match((await refusalOf(query(timed, project))).message, /time with the date/);
    assert.equal((await refusalOf(query('SELECT [No.Such] FROM WorkItems', project))).statusCode, 400);
}

async function artifacts({ wit, items, project }) {
    const url = 'https://desk.example/app#/t:ticket/77';
    const found = await wit.queryWorkItemsForArtifactUris({ artifactUris: [url, `${url}8`] }, project);
    assert.deepEqual(found.artifactUrisQueryResult[url].map((row) => row.id), [items.bug]);
    assert.deepEqual(found.artifactUrisQueryResult[`${url}8`], []);
}

async function updates({ wit, items, project }) {
    const all = await wit.getUpdates(items.bug, undefined, undefined, project);
    assert.deepEqual(all.map((update) => update.id), all.map((_, index) => index + 1));
    assert.equal(all[0].fields['System.Title'].newValue, 'Printer burns — “smoke” 煙 🔥');
    assert.equal(all[0].relations.added[0].rel, 'Hyperlink');
    const state = all.find((update) => update.fields?.['System.State']?.newValue === 'Active');
    assert.deepEqual([state.rev, state.fields['System.State'].oldValue], [2, 'New']);
    assert.deepEqual(state.fields['System.Rev'], { oldValue: 1, newValue: 2 });
    assert.ok(state.fields['System.Watermark'].newValue > state.fields['System.Watermark'].oldValue);
    assert.ok(state.revisedBy.displayName && state.revisedDate);
    assert.deepEqual((await wit.getUpdates(items.bug, 1, 1)).map((update) => update.id), [2]);
    assert.equal((await wit.getUpdate(items.bug, 2)).workItemId, items.bug);
    assert.ok(all.some((update) => update.relations?.removed), 'links between items show here');
}

async function revisions({ wit, items, work }) {
    const all = await wit.getRevisions(items.bug);
    assert.deepEqual(all.map((revision) => revision.rev), all.map((_, index) => index + 1));
    assert.equal(all[0].fields['System.State'], 'New');
    assert.equal(all[1].fields['System.State'], 'Active');
    assert.deepEqual((await wit.getRevisions(items.bug, 1, 1)).map((revision) => revision.rev), [2]);
    const first = await wit.getRevision(items.bug, 1, work.WorkItemExpand.All);
    assert.equal(first.relations[0].rel, 'Hyperlink');
}

async function feed({ wit, project, items, work }) {
    const read = (token, more = {}) => wit.readReportingRevisionsGet(project, ['System.Id', 'System.State'], ['Bug'],
        token, undefined, more.people, more.deleted, undefined, undefined, undefined, undefined, 2);
    const seen = [];
    let page = await read();
    for (; !page.isLastBatch; page = await read(page.continuationToken)) {
        assert.ok(page.values.length <= 2 && page.nextLink);
        seen.push(...page.values);
    }
    seen.push(...page.values);
    assert.deepEqual(seen.filter((row) => row.id === items.bug).map((row) => row.rev).slice(0, 2), [1, 2]);
    assert.deepEqual(Object.keys(seen[0].fields).sort(), ['System.Id', 'System.State']);
    const caughtUp = await read(page.continuationToken);
    assert.deepEqual([caughtUp.values.length, caughtUp.isLastBatch], [0, true]);
    const whole = await wit.readReportingRevisionsPost(
        { fields: ['System.CreatedBy', 'System.Description'], types: ['Bug'], includeIdentityRef: true }, project,
        undefined, new Date('2020-01-01T00:00:00Z'), work.ReportingRevisionsExpand.Fields);
    assert.ok(whole.values[0].fields['System.CreatedBy'].uniqueName);
    const both = wit.readReportingRevisionsPost({}, project, '1;1;1', new Date());
    assert.equal((await refusalOf(both)).statusCode, 400);
}

async function tags({ wit, project }) {
    const names = (await wit.getTags(project)).map((tag) => tag.name);
    assert.ok(names.includes('desk') && names.includes('urgent'));
    assert.equal((await wit.getTag(project, 'desk')).name, 'desk');
}

async function nextStates({ wit, items }) {
    const [next] = await wit.getWorkItemNextStatesOnCheckinAction([items.bug]);
    assert.deepEqual([next.id, next.stateOnTransition], [items.bug, 'Resolved']);
}

export const queries = [
    { name: 'WIQL', run: wiql },
    { name: 'artifact URI query', run: artifacts },
    { name: 'updates', run: updates },
    { name: 'revisions', run: revisions },
    { name: 'reporting revisions', run: feed },
    { name: 'tags', since: 6.0, run: tags },
    { name: 'next states', run: nextStates },
];
